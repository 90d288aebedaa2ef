// Queries at random, about the experiments of query-project.js.
import fc from 'fast-check';

const NUMBERS = [0, -0, 0.1, 0.5, 1, 5, 1e-5, -1.5, 5e-324, 1e21, 9007199254740992];
const NUMBER_TEXTS = [
  '0.1',
  '1',
  '8.6E-4',
  '-8.6E-4',
  '1e-05',
  '.5',
  '5.',
  '+1',
  '007',
  'inf',
  '-inf',
];
const SPECIAL_TEXTS = ['Infinity', '-Infinity', 'NaN', 'nan', 'true', 'False'];
const TEXTS = [
  'adam',
  'Adam',
  'a',
  'am',
  '%',
  '_',
  'a%b',
  'FINE',
  'naïve',
  'nai\u0308ve',
  '\u0308',
  '5',
];
const ODD_TEXTS = [
  '',
  ' ',
  '\u{1d11e}',
  '\uffff',
  "'",
  "' OR 1=1 --",
  '\n',
  '0.50',
  'train.py',
  '3.',
  '.py',
  '["',
];
const TIMES = [
  '2023-11-14 22:13:20',
  '2023-11-14 22:12:20',
  '2023-11-15 00:13:20+02:00',
  '2023-11-14T22:13:20.500Z',
  '2023-11-14 22:13:20.000001',
  '2023-11-14 16:43:19.999999-05:30',
  '1969-12-31 23:59:59',
];

const number = fc.oneof(
  fc.constantFrom(...NUMBERS),
  fc.double({ min: -2, max: 6, noNaN: true }),
  fc.constantFrom(...NUMBER_TEXTS, ...SPECIAL_TEXTS),
  fc.boolean(),
);
const text = fc.oneof(
  fc.constantFrom(...TEXTS, ...ODD_TEXTS, ...NUMBER_TEXTS),
  fc.string({ unit: 'binary', maxLength: 3 }).map((value) => value.replaceAll('\0', '0')),
);
const VALUES = {
  double: number,
  timenumber: number,
  boolean: fc.constantFrom(0, 1, true, false, 'true', 'False'),
  datetime: fc.constantFrom(...TIMES),
  string: fc.oneof(text, fc.constantFrom(...NUMBERS), fc.boolean()),
};

/** Columns by their type; those named "no such" are not there. */
const COLUMNS = {
  double: ['metrics loss', 'metrics train_loss', 'metrics no such', 'params lr'],
  boolean: ['params flag', 'metadata hasImages', 'metadata hasHtml', 'metadata runActive'],
  timenumber: ['metadata duration'],
  datetime: ['metadata start_server_timestamp', 'metadata end_server_timestamp'],
  string: [
    ...['params opt', 'params mixed', 'params no such', 'log_other note', 'log_other no such'],
    ...['metadata file_name', 'metadata file_path', 'metadata experimentKey', 'metadata runId'],
    ...['metadata user_name', 'metadata no such', 'env_details os', 'env_details ip'],
    ...['env_details command', 'env_details python_version', 'env_details constructor'],
  ],
};

const ORDERING = ['equal', 'not_equal', 'less', 'less_or_equal', 'greater', 'greater_or_equal'];
const UNARY = ['is_null', 'is_not_null', 'is_empty', 'is_not_empty'];
const RANGES = ['between', 'not_between'];
const TEXTUAL = 'contains not_contains begins_with not_begins_with ends_with not_ends_with'.split(
  ' ',
);

function comparison([type, column]) {
  const [source, ...words] = column.split(' ');
  const of = (operators, value) =>
    fc.record({
      source: fc.constant(source),
      name: fc.constant(words.join(' ')),
      type: fc.constant(type),
      operator: fc.constantFrom(...operators),
      value,
    });
  return fc.oneof(
    { weight: 4, arbitrary: of(ORDERING, VALUES[type]) },
    { weight: 1, arbitrary: of(UNARY, fc.constant(null)) },
    { weight: 2, arbitrary: of(RANGES, fc.tuple(VALUES[type], VALUES[type])) },
    ...(type === 'string' ? [{ weight: 4, arbitrary: of(TEXTUAL, text) }] : []),
  );
}

const tag = fc
  .tuple(fc.constantFrom('equal', 'not_equal'), fc.constantFrom('best', 'Best', '%', 'no such'))
  .map(([operator, value]) => ({ source: 'tag', name: value, type: 'string', operator, value }));

const columns = Object.entries(COLUMNS).flatMap(([type, names]) => names.map((n) => [type, n]));

/** One comparison, with its type. */
export const leaf = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...columns).chain(comparison) },
  { weight: 1, arbitrary: tag },
);

/** A tree of up to four levels, as evaluate-query.js reads it. */
export const tree = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    leaf,
    fc.record({ and: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ or: fc.array(tie('tree'), { maxLength: 4 }) }),
    fc.record({ not: tie('tree') }),
  ),
})).tree;
