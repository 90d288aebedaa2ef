// Reads Comet offline archives without the importer and without any library, so that tests can
// compare what the product answers with what the SDK wrote.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;
const nonFinite = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };

/** The folder that holds the sample archives. */
export const sampleFolder = fileURLToPath(new URL('../../examples/data/', import.meta.url));

/** Absolute paths of all sample archives, sorted by name. */
export function sampleArchives() {
  return readdirSync(sampleFolder)
    .filter((name) => name.endsWith('.zip'))
    .sort()
    .map((name) => join(sampleFolder, name));
}

/**
 * Reads one archive whose members are stored, not compressed.
 * @param {string} path
 * @returns {{key: string, experiment: object, messages: object[], memberNames: string[],
 *   member: (name: string) => Buffer}} `messages` keep their order in the file; a `step` or `epoch`
 *   that a double cannot hold is a bigint
 * @throws {Error} when the file is no such archive, or `member` is asked for a name not in it
 */
export function readArchive(path) {
  const members = readMembers(readFileSync(path), path);
  const member = (name) => {
    const bytes = members.get(name);
    if (!bytes) throw new Error(`${path} has no member "${name}"`);
    return bytes;
  };
  const experiment = JSON.parse(member('experiment.json').toString('utf8'));
  const messages = member('messages.json')
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map(parseMessage);
  return {
    key: experiment.offline_id,
    experiment,
    messages,
    memberNames: [...members.keys()],
    member,
  };
}

/**
 * The points of one metric in the order in which they were logged.
 * @param {{messages: object[]}} archive
 * @param {string} serverName the name as a server shows it: context `train` and `loss` are `train_loss`
 * @returns {{value: number, step: number|bigint|null, epoch: number|bigint|null, timestamp: number,
 *   context: string|null}[]} timestamps in milliseconds since 1970
 */
export function metricPoints(archive, serverName) {
  return metricMessages(archive)
    .filter((payload) => metricServerName(payload) === serverName)
    .map(({ metric, context, local_timestamp: timestamp }) => ({
      value: nonFinite[metric.metricValue] ?? metric.metricValue,
      step: metric.step ?? null,
      epoch: metric.epoch ?? null,
      timestamp,
      context: context ?? null,
    }));
}

/** The names of an archive's metrics as a server shows them, each once, in order of first use. */
export function metricNames(archive) {
  return [...new Set(metricMessages(archive).map(metricServerName))];
}

/**
 * The parameters, the last value of each: scalars and lists as they were logged.
 * @returns {Map<string, unknown>}
 */
export function parameters(archive) {
  const values = new Map();
  for (const { type, payload } of archive.messages) {
    if (type !== 'parameter_msg') continue;
    const { paramName, paramValue } = payload.param ?? payload.params;
    values.set(paramName, paramValue);
  }
  return values;
}

/**
 * What was logged as "other", the last value of each key.
 * @returns {Map<string, unknown>}
 */
export function others(archive) {
  const logged = archive.messages.filter(({ type }) => type === 'log_other');
  return new Map(logged.map(({ payload }) => [payload.key, payload.value]));
}

/**
 * The uploaded files.
 * @returns {{id: string, name: string, type: string, step: number|null, model: string|null,
 *   metadata: object, bytes: Buffer}[]} `type` in the spelling of the upload
 */
export function uploads(archive) {
  return archive.messages
    .filter(({ type }) => type === 'file_upload')
    .map(({ payload }) => ({
      id: payload.additional_params.assetId ?? payload.additional_params.imageId,
      name: payload.additional_params.fileName ?? payload.additional_params.figName,
      type: payload.upload_type,
      step: payload.additional_params.step ?? null,
      model: payload.additional_params.groupingName ?? null,
      metadata: payload.metadata,
      bytes: archive.member(payload.file_path),
    }));
}

function metricMessages(archive) {
  return archive.messages.filter(({ type }) => type === 'metric_msg').map(({ payload }) => payload);
}

function metricServerName({ metric, context }) {
  return context ? `${context}_${metric.metricName}` : metric.metricName;
}

function parseMessage(line) {
  // JSON.parse would round a long step; quotes inside JSON text are escaped, so this finds members only.
  const exact = line.replace(/"(step|epoch)":(-?\d{16,})(?=[,}])/g, '"$1":{"exact":"$2"}');
  return JSON.parse(exact, (key, value) => {
    if (typeof value?.exact !== 'string' || (key !== 'step' && key !== 'epoch')) return value;
    const exactValue = BigInt(value.exact);
    const rounded = Number(exactValue);
    return Number.isSafeInteger(rounded) ? rounded : exactValue;
  });
}

function readMembers(zip, path) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || zip.readUInt32LE(end) !== endOfDirectory) {
    throw new Error(`${path} is no zip file: it has no end-of-directory record`);
  }
  const members = new Map();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error(`${path}: bad directory entry`);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error(`${path}: "${name}" is not stored`);
    members.set(name, storedBytes(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 20), path));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return members;
}

function storedBytes(zip, header, size, path) {
  if (zip.readUInt32LE(header) !== localHeader) throw new Error(`${path}: bad local header`);
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  return zip.subarray(start, start + size);
}
