const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return kinds[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

const list = (values: unknown): string =>
  [values]
    .flat()
    .map((one) => JSON.stringify(one))
    .join(', ');
const count = (number: unknown, one: string, many: string): string =>
  `${String(number)} ${number === 1 ? one : many}`;

type Wording = (wanted: unknown, value: unknown) => string;

const wordings: Readonly<Record<string, Wording>> = {
  type: (wanted, value) => {
    const names = [wanted].flat().map((name) => kinds[String(name)] ?? String(name));
    return `must be ${names.join(' or ')}, not ${kindOf(value)}`;
  },
  enum: (wanted) => `must be one of ${list(wanted)}`,
  const: (wanted) => `must be ${JSON.stringify(wanted)}`,
  minimum: (wanted) => `must be ${String(wanted)} or more`,
  maximum: (wanted) => `must be ${String(wanted)} or less`,
  exclusiveMinimum: (wanted) => `must be more than ${String(wanted)}`,
  exclusiveMaximum: (wanted) => `must be less than ${String(wanted)}`,
  multipleOf: (wanted) => `must be a multiple of ${String(wanted)}`,
  minLength: (wanted) => `must have ${count(wanted, 'character', 'characters')} or more`,
  maxLength: (wanted) => `must have ${count(wanted, 'character', 'characters')} or fewer`,
  pattern: (wanted) => `must match the pattern ${String(wanted)}`,
  format: (wanted) => `must have the format "${String(wanted)}"`,
  minItems: (wanted) => `must have ${count(wanted, 'entry', 'entries')} or more`,
  maxItems: (wanted) => `must have ${count(wanted, 'entry', 'entries')} or fewer`,
  uniqueItems: () => 'must not hold an entry twice',
  anyOf: () => 'fits none of the forms that it may have',
  oneOf: () => 'must fit just one of the forms that it may have',
  false: () => 'is not known here',
};

/**
 * What is wrong with a value, in words that go behind its name.
 * @param keyword of JSON Schema
 * @param wanted what the schema says under that keyword
 * @param otherwise what to say of other keywords
 */
export function wording(
  keyword: string,
  wanted: unknown,
  value: unknown,
  otherwise: string,
): string {
  const known = Object.hasOwn(wordings, keyword) && wordings[keyword];
  return known ? known(wanted, value) : `does not fit: ${otherwise}`;
}
