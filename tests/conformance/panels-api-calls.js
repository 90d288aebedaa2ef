// Calls the Panels API as lines describe it, and brings what it answers into the form of panels_api_lines.py.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { APIExperiment, load, MetricSeries, PerihelionError } from 'perihelion';

export const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const ATTRIBUTES = [
  'id',
  'key',
  'name',
  'workspace',
  'project_name',
  'project_id',
  'archived',
  'duration_millis',
  'start_server_timestamp',
  'end_server_timestamp',
  'optimization_id',
  'file_path',
  'file_name',
];

/**
 * Answers calls from one server.
 * @param {string} origin
 * @returns {Promise<(line: object) => Promise<{answer: unknown} | {status: number}>>} `line` as panels_api.py prints it:
 *   `method`, `args`, and either `panel`, the context, or `of`, an experiment's key
 */
export async function callerOf(origin) {
  const { API } = await load();
  const open = (context) => new API({ baseUrl: origin, context });
  const api = open();
  const experiments = new Map();
  const experimentOf = (key) => {
    if (!experiments.has(key)) experiments.set(key, api.getExperimentByKey(key));
    return experiments.get(key);
  };
  return async ({ method, args, panel, of }) => {
    const name = camelCase(method);
    try {
      if (of) return { answer: await exact(await (await experimentOf(of))[name](...args)) };
      const target = panel ? open(panel) : api;
      return { answer: await exact(await target[name](args)) };
    } catch (error) {
      if (error instanceof PerihelionError && error.status) return { status: error.status };
      throw error;
    }
  };
}

/**
 * What the native library answers to the same lines.
 * @param {string} program perihelion_read_all
 * @returns {Promise<object[]>} in the order of the lines
 */
export async function nativeAnswers(program, origin, lines) {
  const child = spawn(program, [origin], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    lines.map((line) => `${JSON.stringify({ ...line, answer: undefined })}\n`).join(''),
  );
  const ended = once(child, 'close');
  const text = await child.stdout.setEncoding('utf8').reduce((all, piece) => all + piece, '');
  const [code] = await ended;
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line, hexToDigest));
}

function hexToDigest(_name, value) {
  return typeof value?.hex === 'string' ? digest(Buffer.from(value.hex, 'hex')) : value;
}

/** What JSON and a comparison of bits can hold: numbers that are none as text, bytes as their SHA-256. */
export async function exact(value) {
  if (value instanceof APIExperiment) {
    const entries = ATTRIBUTES.map((name) => [name, value[camelCase(name)]]);
    return { ...Object.fromEntries(entries), url: await value.getUrl() };
  }
  if (value instanceof MetricSeries) return { name: value.name, points: await exact([...value]) };
  if (value instanceof Uint8Array) return digest(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    return Promise.all(Array.from(value, exact));
  }
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(async ([name, item]) => [name, await exact(item)]);
  return Object.fromEntries(await Promise.all(entries));
}

/** Bytes as the lines have them. */
export function digest(bytes) {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}
