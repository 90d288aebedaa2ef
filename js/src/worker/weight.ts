/** What an item of a list or an object weighs beside its text. */
const itemWeight = 8;

/** What stands in a value, and what it weighs by itself. */
function parts(value: unknown, ofBytes: number): [weight: number, inside: readonly unknown[]] {
  if (typeof value === 'string') return [value.length, []];
  if (typeof value !== 'object' || value === null) return [0, []];
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return [value.byteLength * ofBytes, []];
  }
  // Also the holes of a list, of which JSON writes each.
  if (Array.isArray(value)) return [value.length * itemWeight, value];
  const entries = Object.entries(value);
  const names = entries.reduce((sum, [name]) => sum + name.length + itemWeight, 0);
  return [names, entries.map(([, item]) => item)];
}

/** The largest call of a panel, in bytes: ten thousand experiment keys have room in it many times. */
export const largestCall = 4_000_000;
/** The same of columns that are to be reduced: two of the longest series that a panel may have by itself. */
export const largestColumns = 32 * largestCall;

/** {@link weigh} for a call. Columns weigh less: they are copied as they are, and nothing reads them as text. */
export function weighCall(message: unknown): number {
  return weigh(message, largestCall, largestCall / largestColumns);
}

/**
 * About how many bytes a value takes as text, or as columns. What stands in it twice counts twice, as JSON writes it
 * twice, and what stands in itself weighs too much.
 * @param ofBytes what a byte of a typed array weighs
 * @returns infinity as soon as it is more than `most`
 */
export function weigh(value: unknown, most: number, ofBytes = 1): number {
  let weight = 0;
  const waiting = [value];
  while (waiting.length) {
    const [own, inside] = parts(waiting.pop(), ofBytes);
    weight += own;
    if (weight > most) return Infinity;
    // One by one: a list may be longer than the arguments that a call can have.
    for (const item of inside) waiting.push(item);
  }
  return weight;
}
