import { NumberText, exactText, parseExact } from './exact-json.js';
import { addValue, type Summary, type ValueType } from './summary.js';
import { NONE, SeriesBuilder } from '../store/series.js';

/** A file, or a reference to one, that was logged as an asset. */
export interface Upload {
  assetId: string | undefined;
  fileName: string;
  type: string;
  /** Name of the archive's member that holds the bytes; none for a remote file. */
  member: string | undefined;
  remoteUri: string | undefined;
  step: bigint | null;
  epoch: bigint | null;
  context: string | null;
  createdAt: number | null;
  metadata: string | null;
  additional: string | null;
}

/** All points of one metric name in one run context ('' for none). */
export interface LoggedSeries {
  name: string;
  context: string;
  points: SeriesBuilder;
}

type Json = Record<string, unknown>;

/** Message types of which an experiment keeps the last one. */
const SINGLE = new Set([
  'file_name',
  'graph',
  'code',
  'installed_packages',
  'os_packages',
  'system_details',
  'gpu_static_info',
  'git_metadata',
  'cloud_details',
]);
/** Message types of which an experiment keeps all. */
const LISTED = new Set(['system_info', 'log_dependency', 'remote_model', 'register_model']);

/** Collects what the messages of one archive say. One call of {@link readLine} a line, in order. */
export class ExperimentMessages {
  readonly series = new Map<string, LoggedSeries>();
  readonly parameters = new Map<string, Summary>();
  readonly others = new Map<string, Summary>();
  readonly uploads: Upload[] = [];
  /** Kind → its one body. */
  readonly documents = new Map<string, string>();
  /** Kind → bodies in order. */
  readonly lists = new Map<string, string[]>();
  readonly output: string[] = [];
  html: string[] = [];
  replacesHtml = false;
  /** Message type → how many were kept out because the type is not known. */
  readonly unknownTypes = new Map<string, number>();
  invalidLines = 0;
  lineCount = 0;
  lastTime = 0;

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
    else if (SINGLE.has(type)) this.documents.set(type, documentText(type, payload));
    else if (LISTED.has(type))
      this.list(type, exactText(type === 'system_info' ? payload.system_info : payload));
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
    const key = `${context ?? ''}\0${name}`;
    let series = this.series.get(key);
    if (!series)
      this.series.set(
        key,
        (series = { name, context: context ?? '', points: new SeriesBuilder() }),
      );
    series.points.push(value, step, epoch, time === null ? NONE : BigInt(time), BigInt(offset));
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
    const items = (Array.isArray(payload.items) ? payload.items : []).map(asObject);
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

  private list(kind: string, body: string): void {
    const bodies = this.lists.get(kind);
    if (bodies) bodies.push(body);
    else this.lists.set(kind, [body]);
  }
}

const EXACT_TYPES = new Set(['parameter_msg', 'log_other', 'ws_msg']);
const LONG_INTEGER = /":\s*-?\d{16,}\s*[,}]/;
const I64_MAX = 2n ** 63n - 1n;

function asObject(value: unknown): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new TypeError('expected an object');
  return value as Json;
}

function asText(value: unknown): string {
  if (typeof value !== 'string') throw new TypeError('expected text');
  return value;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function timeOf(value: unknown): number | null {
  const time = Number(value instanceof NumberText ? value.text : value);
  return typeof value !== 'string' && value !== null && Number.isSafeInteger(Math.trunc(time))
    ? Math.trunc(time)
    : null;
}

function integerOf(value: unknown): bigint {
  if (value === null || value === undefined) return NONE;
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  const text =
    value instanceof NumberText ? value.text : typeof value === 'number' ? String(value) : '';
  if (text === '') throw new TypeError('expected an integer');
  const integer = /^-?\d+$/.test(text) ? BigInt(text) : BigInt(Math.trunc(Number(text)));
  if (integer > I64_MAX || integer <= NONE) throw new RangeError('an integer of more than 64 bits');
  return integer;
}

function metricValue(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value instanceof NumberText) return Number(value.text);
  if (typeof value === 'boolean') return Number(value);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : undefined;
  if (number === undefined || (Number.isNaN(number) && value !== 'NaN'))
    throw new TypeError('expected a number');
  return number;
}

/** A logged value as text: text as it is, numbers as spelled, everything else as JSON text. */
function scalar(value: unknown): { type: ValueType; text: string } {
  if (value instanceof NumberText) return { type: 'double', text: value.text };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  if (typeof value !== 'string') return { type: 'string', text: exactText(value) };
  return { type: /^(NaN|-?Infinity)$/.test(value) ? 'double' : 'string', text: value };
}

/** The one member that the message is about, as it is when that is text, else as JSON; or all of the payload. */
function documentText(type: string, payload: Json): string {
  const body = payload[type];
  if (typeof body === 'string') return body;
  if (body !== undefined) return exactText(body);
  const { message_id: _id, local_timestamp: _time, context: _context, ...rest } = payload;
  return exactText(rest);
}
