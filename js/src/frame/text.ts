import { maxText } from '../panel/protocol.js';

/** Values that JSON has no form for, as JSON that a reader understands. */
function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'function') return `[function ${value.name}]`;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as unknown as ArrayLike<unknown>, (item) =>
      typeof item === 'bigint' ? item.toString() : item,
    );
  }
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

/** `value` as indented JSON of any length. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, replacer, 2);
}

/** `value` as text for a person, at most `maxText` characters; never throws. */
export function toText(value: unknown): string {
  try {
    if (typeof value === 'string') return value.slice(0, maxText);
    if (value instanceof Error) return `${value.name}: ${value.message}`.slice(0, maxText);
    if (value instanceof Node) return `<${value.nodeName.toLowerCase()}>`;
    if (typeof value !== 'object' || value === null) return String(value).slice(0, maxText);
    return toJson(value).slice(0, maxText);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
