import { PerihelionError } from './errors.js';
import { APIExperiment } from './experiment.js';
import type { CallOptions } from './types.js';

/** The arguments of a call under the seed's names, ready for JSON. */
export type Arguments = Record<string, unknown>;

/** For each method the seed's argument names in the seed's order. */
const METHODS = new Map<string, readonly string[]>([
  ['getWorkspaces', []],
  ['getProjects', ['workspace']],
  ['getProject', ['workspace', 'project_name', 'project_id']],
  ['getExperiments', ['workspace', 'project_name', 'pattern']],
  ['getExperiment', ['workspace', 'project_name', 'experiment']],
  ['getExperimentMetadata', ['experiment_key']],
  ['getExperimentMetric', ['experiment_key', 'metric']],
  [
    'getMetricsForChart',
    ['experiments', 'metrics', 'parameters', 'independent_metrics', 'fetch_full'],
  ],
  ['getExperimentMetricsSummaries', ['experiment_key']],
  ['getExperimentParametersSummaries', ['experiment_key']],
  ['getPanelExperimentKeys', []],
  ['getPanelOptions', []],
  ['getPanelProjectId', []],
  ['getPanelProjectName', []],
  ['getPanelWorkspace', []],
  ['getPanelMetricsNames', ['include_sys']],
]);

/** The seed's one argument of get_experiment is a key; the three of its examples end in a key or a name. */
const ALIASES = new Map([['getExperiment.experiment_key', 'experiment']]);

/** The names of all methods, in camelCase. */
export const METHOD_NAMES: readonly string[] = [...METHODS.keys()];

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

const toKey = (value: unknown): unknown => (value instanceof APIExperiment ? value.key : value);

const toPlain = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(toKey) : toKey(value);

function isCallOptions(value: unknown): value is CallOptions {
  return isPlainObject(value) && Object.keys(value).every((name) => name === 'signal');
}

function named(
  method: string,
  names: readonly string[],
  given: Record<string, unknown>,
): Arguments {
  const out: Arguments = {};
  for (const [spelling, value] of Object.entries(given)) {
    if (spelling === 'signal') continue;
    const name = ALIASES.get(`${method}.${spelling}`) ?? spelling;
    if (!names.includes(name)) {
      const known = names.length ? `it takes ${names.join(', ')}` : 'it takes none';
      throw new PerihelionError(
        'invalid_argument',
        `${method} has no argument '${name}': ${known}`,
      );
    }
    out[name] = toPlain(value);
  }
  return out;
}

/**
 * Brings a call into one form: the seed's argument names and the caller's signal, from positional arguments with an
 * options object last, or from one object with the seed's names. Throws `invalid_argument`.
 */
export function normalizeCall(
  method: string,
  given: readonly unknown[],
): { args: Arguments; signal?: AbortSignal } {
  const names = METHODS.get(method);
  if (!names) throw new PerihelionError('invalid_argument', `there is no method '${method}'`);
  // Whoever passes options on passes undefined where there are none.
  const count = given.findLastIndex((value) => value !== undefined) + 1;
  const last = given[count - 1];
  const signal = isPlainObject(last) ? (last.signal as AbortSignal | undefined) : undefined;
  const positional = given.slice(0, isCallOptions(last) ? count - 1 : count);
  const [first] = positional;
  if (positional.length === 1 && isPlainObject(first)) {
    return { args: named(method, names, first), signal };
  }
  if (positional.length > names.length) {
    const takes = names.length ? names.join(', ') : 'no arguments';
    throw new PerihelionError('invalid_argument', `${method} takes ${takes}, and { signal } last`);
  }
  // The seed's short form of get_experiment: the key alone.
  const short = method === 'getExperiment' && positional.length === 1 ? ['experiment'] : names;
  const args: Arguments = {};
  positional.forEach((value, index) => {
    const name = short[index];
    if (name !== undefined && value !== undefined) args[name] = toPlain(value);
  });
  return { args, signal };
}
