import { PerihelionError } from './errors.js';

/** What a variable can be compared with: null is the SDK's None, a Date is a time in UTC. */
export type QueryValue = string | number | bigint | boolean | Date | null;

/** The kinds of columns that queries know, as the names of their builders. */
export type QuerySource = 'Environment' | 'Metric' | 'Parameter' | 'Other' | 'Metadata';

const refuse = (message: string): never => {
  throw new PerihelionError('invalid_argument', message);
};

/** JSON's texts are Python's, too. */
const quoted = (text: string): string => JSON.stringify(text);

/** Beyond this, whole numbers are written as the doubles that they are. */
const LARGEST_INTEGER = 2 ** 63;

function numberText(value: number | bigint): string {
  if (typeof value === 'bigint') return String(value);
  if (!Number.isFinite(value)) refuse(`${value} is no finite number; no server can be asked that`);
  if (!Number.isInteger(value)) return String(value);
  return Math.abs(value) < LARGEST_INTEGER ? String(BigInt(value)) : value.toExponential();
}

function timeText(time: Date): string {
  if (Number.isNaN(time.getTime())) refuse('this Date is no time');
  const parts = [
    ...[time.getUTCFullYear(), time.getUTCMonth() + 1, time.getUTCDate()],
    ...[time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()],
    time.getUTCMilliseconds() * 1000,
  ];
  return `datetime(${parts.join(', ')})`;
}

function valueText(value: QueryValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'bigint') return numberText(value);
  if (value instanceof Date) return timeText(value);
  return refuse(`a variable is compared with a text, number, boolean, Date or null`);
}

function nameText(builder: string, name: string): string {
  if (typeof name !== 'string' || name === '') refuse(`${builder} needs a name, a text`);
  return `${builder}(${quoted(name)})`;
}

/**
 * A condition on experiments, for `api.query`. Immutable. It is the text of the query, which the core reads: the same
 * in a page, a worker and a panel.
 */
export class Predicate {
  readonly #text: string;
  /** Between its parts, where it has any. */
  readonly #symbol: string | undefined;

  /** @internal */
  constructor(text: string, symbol?: string) {
    this.#text = text;
    this.#symbol = symbol;
  }

  /** Both this and all of the others hold. */
  and(...others: Predicate[]): Predicate {
    return this.#joined(' & ', others);
  }

  /** This or one of the others holds. */
  or(...others: Predicate[]): Predicate {
    return this.#joined(' | ', others);
  }

  /** It does not hold. */
  not(): Predicate {
    return new Predicate(`~(${this.#text})`);
  }

  /** The query as text, in the SDK's Python: `Metric("loss") < 0.1`. */
  toString(): string {
    return this.#text;
  }

  #joined(symbol: string, others: Predicate[]): Predicate {
    if (others.length === 0) return this;
    const parts = [this, ...others].map((part) => {
      if (!(part instanceof Predicate)) {
        return refuse('and, or and not combine conditions: a variable needs a comparison first');
      }
      // No parentheses around more of the same: a chain of any length is nested no deeper than its terms.
      return part.#symbol === symbol ? part.#text : `(${part.#text})`;
    });
    return new Predicate(parts.join(symbol), symbol);
  }
}

/** Something that experiments have under a name: `Metric('loss').lt(0.1)`. Alone it is no condition. */
export class QueryVariable {
  /** The kind of column. */
  readonly source: QuerySource;
  /** The column's name. */
  readonly name: string;
  /** "double", "string", "boolean", "datetime" or "timenumber" (seconds) where a project told it; else undefined. */
  readonly type: string | undefined;

  /** @internal */
  constructor(source: QuerySource, name: string, type?: string) {
    nameText(source, name);
    this.source = source;
    this.name = name;
    this.type = type;
  }

  /** Equal to; `null` and `''` ask for what is not there and for what is empty. */
  eq(value: QueryValue): Predicate {
    return this.#compared('==', value);
  }
  /** Not equal to; what is not there is not found either, and `null` asks for what is there. */
  ne(value: QueryValue): Predicate {
    return this.#compared('!=', value);
  }
  /** Less than; of texts by their characters, of times earlier. */
  lt(value: NonNullable<QueryValue>): Predicate {
    return this.#compared('<', value);
  }
  /** Less than or equal to. */
  le(value: NonNullable<QueryValue>): Predicate {
    return this.#compared('<=', value);
  }
  /** Greater than; of texts by their characters, of times later. */
  gt(value: NonNullable<QueryValue>): Predicate {
    return this.#compared('>', value);
  }
  /** Greater than or equal to. */
  ge(value: NonNullable<QueryValue>): Predicate {
    return this.#compared('>=', value);
  }

  /** From `low` to `high`, both included; for numbers and seconds. */
  between(low: number | bigint, high: number | bigint): Predicate {
    const [from, to] = [low, high].map((bound) =>
      typeof bound === 'number' || typeof bound === 'bigint'
        ? numberText(bound)
        : refuse('between takes two numbers; compare times and texts with ge and le'),
    );
    return new Predicate(`${String(this)}.between(${from}, ${to})`);
  }

  /** The text is somewhere in it, in the same capitals; for texts, as the other two. */
  contains(text: string): Predicate {
    return this.#matched('contains', text);
  }
  /** It begins with the text. */
  startsWith(text: string): Predicate {
    return this.#matched('startswith', text);
  }
  /** It ends with the text. */
  endsWith(text: string): Predicate {
    return this.#matched('endswith', text);
  }

  /** It is not there. */
  isNull(): Predicate {
    return this.eq(null);
  }

  /** It is there and is the empty text. */
  isEmpty(): Predicate {
    return this.eq('');
  }

  /** As it stands in the text of a query: `Metric("loss")`. */
  toString(): string {
    return nameText(this.source, this.name);
  }

  #compared(operator: string, value: QueryValue): Predicate {
    return new Predicate(`${String(this)} ${operator} ${valueText(value)}`);
  }

  #matched(method: string, text: string): Predicate {
    if (typeof text !== 'string') refuse(`${method} takes a text`);
    return new Predicate(`${String(this)}.${method}(${quoted(text)})`);
  }
}

/** What the script's machine reports: "os", "hostname", "python_version", …. */
export const Environment = (name: string) => new QueryVariable('Environment', name);
/** The last value of a metric. */
export const Metric = (name: string) => new QueryVariable('Metric', name);
/** A hyperparameter. */
export const Parameter = (name: string) => new QueryVariable('Parameter', name);
/** What was logged as "other". */
export const Other = (name: string) => new QueryVariable('Other', name);
/** What the server keeps of each experiment: "duration" (seconds), "start_server_timestamp" (a time), "user_name", …. */
export const Metadata = (name: string) => new QueryVariable('Metadata', name);
/** Experiments with that tag: a whole condition, which takes no operator. */
export const Tag = (name: string) => new Predicate(nameText('Tag', name));

/** The builders of queries by their names. */
export const queryBuilders = { Environment, Metric, Parameter, Other, Metadata, Tag };

/** A variable as the core describes it. */
export interface VariableData {
  source: QuerySource | 'Tag';
  name: string;
  type: string;
}

export const variableOf = ({ source, name, type }: VariableData): QueryVariable | Predicate =>
  source === 'Tag' ? Tag(name) : new QueryVariable(source, name, type || undefined);
