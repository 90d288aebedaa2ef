import { ExperimentContent } from './content.js';
import { exactText, parseExact } from './exact-json.js';
import { addValue } from './summary.js';
import {
  LONG_INTEGER,
  asList,
  asObject,
  asText,
  integerOf,
  metricValue,
  scalar,
  textOrNull,
  timeOf,
  type Json,
} from './values.js';
import { NONE } from '../store/series.js';

/** Message types of which an experiment keeps the last one, as text. */
const TEXTS = new Set(['file_name', 'graph', 'code']);
/** Message types of which an experiment keeps the last one, as JSON. */
const SINGLE = new Set([
  'installed_packages',
  'os_packages',
  'system_details',
  'gpu_static_info',
  'git_metadata',
  'cloud_details',
]);
/** Message types of which an experiment keeps all. */
const LISTED = new Set(['log_dependency', 'register_model']);

/** Collects what the messages of one archive say. One call of {@link readLine} a line, in order. */
export class ExperimentMessages extends ExperimentContent {
  /** Counts a line that is no message: too long, or not UTF-8. */
  skipLine(): void {
    this.lineCount++;
    this.invalidLines++;
  }

  /** Takes one line of `messages.json`; a line that is no message is counted in `invalidLines`. */
  readLine(line: string): void {
    const offset = this.lineCount++;
    try {
      const message = JSON.parse(line) as { type: unknown; payload: unknown };
      if (typeof message.type !== 'string') throw new TypeError('a message needs a type');
      // Only where the spelling of numbers can matter, because it costs a second pass.
      const exact = EXACT_TYPES.has(message.type) || LONG_INTEGER.test(line);
      const payload = exact ? (parseExact(line) as { payload: unknown }).payload : message.payload;
      this.read(message.type, asObject(payload), offset);
    } catch {
      this.invalidLines++;
    }
  }

  private read(type: string, payload: Json, offset: number): void {
    const time = timeOf(payload.local_timestamp);
    if (time !== null && time > this.lastTime) this.lastTime = time;
    const context = textOrNull(payload.context);
    if (type === 'metric_msg') this.readMetric(asObject(payload.metric), context, time, offset);
    else if (type === 'parameter_msg')
      this.readParameter(asObject(payload.param ?? payload.params), context, time);
    else if (type === 'log_other')
      this.readOther(asText(payload.key), payload.value ?? payload.val ?? null);
    else if (type === 'standard_output') this.output.push(asText(payload.output));
    else if (type === 'html') this.html.push(asText(payload.html));
    else if (type === 'htmlOverride') this.replaceHtml(asText(payload.htmlOverride));
    else if (type === 'file_upload' || type === 'remote_file') this.readUpload(payload, time);
    else if (type === '3d-image') this.readCloud(payload, time);
    else if (type === 'ws_msg') this.readLegacy(payload, offset);
    else if (type === 'remote_model') this.readRemoteModel(payload);
    else if (type === 'system_info') this.list(type, exactText(asObject(payload.system_info)));
    else if (TEXTS.has(type)) this.documents.set(type, asText(payload[type]));
    else if (SINGLE.has(type)) this.documents.set(type, documentText(type, payload));
    else if (LISTED.has(type)) this.list(type, exactText(payload));
    else this.unknownTypes.set(type, (this.unknownTypes.get(type) ?? 0) + 1);
  }

  private readMetric(
    metric: Json,
    context: string | null,
    time: number | null,
    offset: number,
  ): void {
    const plain = asText(metric.metricName);
    const name = context ? `${context}_${plain}` : plain;
    const value = metricValue(metric.metricValue);
    const [step, epoch] = [integerOf(metric.step), integerOf(metric.epoch)];
    this.seriesOf(name, context).push(
      value,
      step,
      epoch,
      time === null ? NONE : BigInt(time),
      BigInt(offset),
    );
  }

  private readParameter(param: Json, context: string | null, time: number | null): void {
    const name = asText(param.paramName);
    const step = integerOf(param.step);
    const { type, text } = scalar(param.paramValue ?? null);
    const value = { text, time, step: step === NONE ? null : step, context };
    this.parameters.set(name, addValue(this.parameters.get(name), type, value));
  }

  private readOther(name: string, logged: unknown): void {
    const { type, text } = scalar(logged);
    const value = { text, time: null, step: null, context: null };
    this.others.set(name, { type, max: value, min: value, current: value });
  }

  private replaceHtml(html: string): void {
    this.html = [html];
    this.replacesHtml = true;
  }

  private readUpload(payload: Json, time: number | null): void {
    const more = payload.additional_params ? asObject(payload.additional_params) : {};
    const [step, epoch] = [integerOf(more.step), integerOf(more.epoch)];
    const remoteUri = textOrNull(payload.remote_uri) ?? undefined;
    this.uploads.push({
      assetId: textOrNull(more.assetId) ?? textOrNull(more.imageId) ?? undefined,
      fileName: textOrNull(more.fileName) ?? textOrNull(more.figName) ?? remoteUri ?? 'unnamed',
      type: asText(payload.upload_type),
      member: remoteUri === undefined ? asText(payload.file_path) : undefined,
      remoteUri,
      step: step === NONE ? null : step,
      epoch: epoch === NONE ? null : epoch,
      context: textOrNull(more.context),
      createdAt: time,
      metadata: payload.metadata ? exactText(payload.metadata) : null,
      additional: exactText(more),
    });
  }

  /** A 3-D cloud: a document, and one asset for each of its files. */
  private readCloud(payload: Json, time: number | null): void {
    const id = asText(payload.asset_id);
    const items = asList(payload.items ?? []).map(asObject);
    if (payload.thumbnail_path)
      items.push({ file_path: payload.thumbnail_path, file_name: 'thumbnail', type: 'image' });
    const step = integerOf(payload.step);
    items.forEach((item, index) =>
      this.uploads.push({
        assetId: `${id}-${index}`,
        fileName: textOrNull(item.file_name) ?? 'unnamed',
        type: textOrNull(item.type) ?? 'asset-item',
        member: asText(item.file_path),
        remoteUri: undefined,
        step: step === NONE ? null : step,
        epoch: null,
        context: null,
        createdAt: time,
        metadata: null,
        additional: JSON.stringify({ parentAssetId: id }),
      }),
    );
    this.list('3d-image', exactText(payload));
  }

  /** A model whose files are elsewhere. What listings tell of them has to be there. */
  private readRemoteModel(payload: Json): void {
    asText(payload.model_name);
    for (const file of asList(payload.remote_assets ?? []).map(asObject))
      for (const name of ['assetId', 'fileName', 'remoteUrl']) asText(file[name]);
    this.list('remote_model', exactText(payload));
  }

  /** The catch-all message of old SDKs: the same things under older names, several in one message. */
  private readLegacy(payload: Json, offset: number): void {
    const time = timeOf(payload.local_timestamp);
    const shared = { local_timestamp: payload.local_timestamp, context: payload.context };
    const known: [string, string, Json][] = [
      ['metric', 'metric_msg', { metric: payload.metric }],
      ['param', 'parameter_msg', { param: payload.param }],
      ['params', 'parameter_msg', { params: payload.params }],
      ['stdout', 'standard_output', { output: payload.stdout }],
      ['html', 'html', { html: payload.html }],
      ['graph', 'graph', { graph: payload.graph }],
      ['code', 'code', { code: payload.code }],
      ['fileName', 'file_name', { file_name: payload.fileName }],
      ['env_details', 'system_details', payload.env_details as Json],
      ['log_other', 'log_other', payload.log_other as Json],
      [
        'installed_packages',
        'installed_packages',
        { installed_packages: payload.installed_packages },
      ],
      ['os_packages', 'os_packages', { os_packages: payload.os_packages }],
      ['git_meta', 'git_metadata', { git_metadata: payload.git_meta }],
      ['gpu_static_info', 'gpu_static_info', { gpu_static_info: payload.gpu_static_info }],
      ['log_dependency', 'log_dependency', payload.log_dependency as Json],
      ['log_system_info', 'system_info', { system_info: payload.log_system_info }],
    ];
    const present = known.filter(
      ([member]) => payload[member] !== undefined && payload[member] !== null,
    );
    if (present.length === 0) throw new TypeError('nothing known in the message');
    if (time !== null && time > this.lastTime) this.lastTime = time;
    for (const [, type, body] of present) this.read(type, { ...shared, ...asObject(body) }, offset);
  }
}

const EXACT_TYPES = new Set(['parameter_msg', 'log_other', 'ws_msg']);

/** The one member that the message is about, or all of the payload, as JSON. */
function documentText(type: string, payload: Json): string {
  const body = payload[type];
  if (body !== undefined) return exactText(Array.isArray(body) ? body : asObject(body));
  const { message_id: _id, local_timestamp: _time, context: _context, ...rest } = payload;
  return exactText(rest);
}
