/**
 * A double as Comet's servers spell it (Java's way: `0.9`, `8.63E-4`, `1.0E10`, `NaN`, `-Infinity`). Reading the
 * text gives the same double again, also -0.0 and subnormals.
 */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes('.') ? text : `${text}.0`;
  }
  const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
}

/** A double as a JSON number; the three that JSON has no number for as text. */
export function numberJson(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0.0' : String(value);
}

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
// As JavaScript and Java spell them, and Python.
const WORDS: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['nan', NaN],
  ['Infinity', Infinity],
  ['inf', Infinity],
  ['-Infinity', -Infinity],
  ['-inf', -Infinity],
  ['true', 1],
  ['True', 1],
  ['false', 0],
  ['False', 0],
]);

/**
 * The number that a text reads as: a decimal number, an infinity, NaN, and 1 or 0 for what is true or false.
 * Undefined for every other text.
 */
export function textNumber(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : WORDS.get(text);
}
