// What an archive says of its experiment, as far as queries ask: read from the raw messages, without the importer.
import { metricNames, metricPoints } from './archive-reader.js';

/** The key of a column in the maps here. */
export const columnId = (source, name) => `${name}--${source}`;

/** Types of the columns that every experiment has. */
const METADATA = {
  runId: 'string',
  codeSHA: 'string',
  file_name: 'string',
  file_path: 'string',
  experimentKey: 'string',
  optimizationId: 'string',
  installed_packages: 'string',
  user_name: 'string',
  hasNotes: 'boolean',
  hasHtml: 'boolean',
  hasImages: 'boolean',
  runActive: 'boolean',
  duration: 'timenumber',
  start_server_timestamp: 'datetime',
  end_server_timestamp: 'datetime',
  last_message_time: 'datetime',
};
const ENVIRONMENT = 'command hostname ip machine os os_type processor python_version user'.split(
  ' ',
);

/**
 * @typedef {object} Facts
 * @property {string} key
 * @property {string} workspace
 * @property {string} project
 * @property {number} startTime ms since 1970
 * @property {Set<string>} tags
 * @property {Map<string, {type: string, value: string | number}>} values by {@link columnId}, without those that are not there:
 *   the text of what was logged, or an own column's text or number (seconds, or ms since 1970)
 */

/**
 * The facts of one experiment, from its only archive.
 * @param {ReturnType<import('./archive-reader.js').readArchive>} archive
 * @returns {Facts}
 */
export function facts(archive) {
  const { experiment, key } = archive;
  const values = new Map();
  const put = (source, name, type, value) => {
    if (value !== null && value !== undefined) values.set(columnId(source, name), { type, value });
  };
  for (const name of metricNames(archive)) put('metrics', name, 'double', lastValue(archive, name));
  for (const { source, name, value } of loggedValues(archive)) {
    const { type, text } = scalar(value);
    const before = values.get(columnId(source, name))?.type ?? type;
    put(source, name, source === 'log_other' || before !== type ? 'string' : type, text);
  }
  const details = payloads(archive, 'system_details').at(-1) ?? {};
  for (const name of ENVIRONMENT) {
    const value = details[name] ?? null;
    put('env_details', name, 'string', value && (value.trim ? value : JSON.stringify(value)));
  }
  for (const [name, value] of Object.entries(metadata(archive, details)))
    put('metadata', name, METADATA[name], value);
  return {
    key,
    workspace: experiment.workspace ?? 'default',
    project: experiment.project_name ?? 'general',
    startTime: experiment.start_time,
    tags: new Set(experiment.tags),
    values,
  };
}

/**
 * The type of each column of a project by {@link columnId}; one that differs between experiments is a string.
 * @param {Facts[]} experiments
 * @returns {Map<string, string>}
 */
export function columnTypes(experiments) {
  const types = new Map(
    Object.entries(METADATA).map(([name, type]) => [columnId('metadata', name), type]),
  );
  for (const name of ENVIRONMENT) types.set(columnId('env_details', name), 'string');
  for (const { values, tags } of experiments) {
    for (const [id, { type }] of values)
      types.set(id, (types.get(id) ?? type) === type ? type : 'string');
    for (const tag of tags) types.set(columnId('tag', tag), 'string');
  }
  return types;
}

function payloads(archive, wanted) {
  return archive.messages.filter(({ type }) => type === wanted).map(({ payload }) => payload);
}

/** A metric's latest value, as Comet spells it. */
function lastValue(archive, name) {
  const latest = metricPoints(archive, name).reduce((a, b) => (b.timestamp < a.timestamp ? a : b));
  const { value } = latest;
  if (Object.is(value, -0)) return '-0.0';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  const [digits, exponent] =
    size !== 0 && (size < 1e-3 || size >= 1e7) ? value.toExponential().split('e') : [String(value)];
  const text = digits.includes('.') ? digits : `${digits}.0`;
  return exponent === undefined ? text : `${text}E${Number(exponent)}`;
}

/** Parameters and others in order, their numbers as `{spelled}`: what a person wrote as 1.0 is not 1. */
function loggedValues(archive) {
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
  const parse = (line) =>
    JSON.parse(line.replace(tokens, (t) => (t[0] === '"' ? t : `{"spelled":"${t}"}`)));
  const lines = archive.member('messages.json').toString('utf8').split('\n');
  return lines
    .filter((line) => /"type": ?"(parameter_msg|log_other)"/.test(line))
    .map((line) => {
      const { type, payload } = parse(line);
      if (type === 'log_other')
        return { source: 'log_other', name: payload.key, value: payload.value };
      const { paramName, paramValue } = payload.param ?? payload.params;
      return { source: 'params', name: paramName, value: paramValue };
    });
}

function scalar(value) {
  if (typeof value === 'string')
    return { type: /^(NaN|-?Infinity)$/.test(value) ? 'double' : 'string', text: value };
  const type = value?.spelled ? 'double' : typeof value === 'boolean' ? 'boolean' : 'string';
  return { type, text: json(value) };
}

function json(value) {
  if (value?.spelled) return value.spelled;
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  return `{${Object.entries(value)
    .map(([name, item]) => `${JSON.stringify(name)}:${json(item)}`)
    .join(',')}}`;
}

function metadata(archive, details) {
  const { experiment } = archive;
  const times = archive.messages.map(({ payload }) => payload.local_timestamp ?? 0);
  const end = experiment.stop_time ?? Math.max(experiment.start_time, ...times);
  const path = payloads(archive, 'file_name').at(-1)?.file_name;
  const packages = payloads(archive, 'installed_packages').at(-1)?.installed_packages;
  const files = [...payloads(archive, 'file_upload'), ...payloads(archive, 'remote_file')];
  return {
    file_name: path?.split(/[\\/]/).at(-1),
    file_path: path,
    experimentKey: archive.key,
    installed_packages: packages && JSON.stringify(packages),
    user_name: details.user,
    hasNotes: 0,
    hasHtml: Number(payloads(archive, 'html').some(({ html }) => html !== '')),
    hasImages: Number(
      files.some(({ upload_type: type }) => ['image', 'visualization'].includes(type)),
    ),
    runActive: 0,
    duration: (end - experiment.start_time) / 1000,
    start_server_timestamp: experiment.start_time,
    end_server_timestamp: end,
    last_message_time: end,
  };
}
