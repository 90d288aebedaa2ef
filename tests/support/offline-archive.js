// Writes Comet offline archives for tests, byte by byte, so that a test can also write wrong ones.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATED = 8;

/**
 * A zip file with stored or deflated members.
 * @param {[name: string, content: string | Uint8Array][]} members
 * @param {{declare?: (name: string) => {size?: number}, deflated?: boolean}} options sizes to declare instead of the
 *   true ones
 * @returns {Buffer}
 */
export function zip(members, { declare = () => ({}), deflated = false } = {}) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of members) {
    const bytes = Buffer.from(content);
    const packed = deflated ? deflateRawSync(bytes) : bytes;
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(deflated ? DEFLATED : 0, 4);
    fields.writeUInt32LE(0x21 << 16, 6);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(declare(name).size ?? packed.length, 14);
    fields.writeUInt32LE(declare(name).size ?? bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), fields, place, Buffer.from(name));
    const local = [Buffer.from('PK\x03\x04', 'latin1'), fields, Buffer.from(name), packed];
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** A 32-digit experiment key that ends with `n`. */
export const keyOf = (n) => String(n).padStart(32, 'e');

/** When every archive made here starts, in ms. */
export const startTime = 1_700_000_000_000;

/** A message of `messages.json`. */
export const message = (type, payload) => ({ type, payload });

/** A metric message; time in ms after {@link startTime}. */
export function metric(metricName, metricValue, { step, epoch, context, time = 0 } = {}) {
  return message('metric_msg', {
    local_timestamp: startTime + time,
    metric: { metricName, metricValue, step, epoch },
    ...(context && { context }),
  });
}

/** A parameter message. */
export function parameter(paramName, paramValue, { step = null, time = 0 } = {}) {
  const member = Array.isArray(paramValue) ? 'params' : 'param';
  return message('parameter_msg', {
    local_timestamp: startTime + time,
    [member]: { paramName, paramValue, step, source: 'manual' },
  });
}

/** A message that logs an "other". */
export const other = (key, value) => message('log_other', { key, value });

/** A message that logs the archive's member `file` as an asset. */
export const upload = (file, params = {}) =>
  message('file_upload', {
    file_path: file,
    upload_type: 'asset',
    additional_params: { fileName: file, ...params },
    metadata: {},
    local_timestamp: startTime,
  });

/**
 * The members of an offline archive, for {@link zip}.
 * @param {{key?: string, experiment?: object, messages?: (object|string)[], files?: object}} content
 *   messages that are text become lines as they are
 */
export function archiveMembers({ key = keyOf(1), experiment = {}, messages = [], files = {} }) {
  const header = {
    offline_id: key,
    workspace: 'team',
    project_name: 'demo',
    start_time: startTime,
    stop_time: startTime + 60_000,
    tags: [],
    resume_strategy: 'create',
    customer_error_reported: false,
    customer_error_message: null,
    ...experiment,
  };
  const lines = messages.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return [
    ...Object.entries(files),
    ['experiment.json', JSON.stringify(header)],
    ['messages.json', lines.map((line) => `${line}\n`).join('')],
  ];
}

/** Writes an offline archive into a folder and returns its path. */
export function writeArchive(folder, content = {}) {
  const path = join(folder, content.file ?? `${content.key ?? keyOf(1)}.zip`);
  writeFileSync(path, zip(archiveMembers(content)));
  return path;
}
