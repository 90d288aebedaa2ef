import type { Session } from './core.js';
import { PerihelionError } from './errors.js';
import { APIExperiment, type ExperimentMetadata } from './experiment.js';
import { METHOD_NAMES, normalizeCall } from './methods.js';
import { MetricSeries, type MetricColumns } from './metric-series.js';
import type { ChartExperiment, ExperimentApi } from './types.js';

/** Patterns run in the caller's own realm, so that nobody's pattern can stall the worker that all share. */
function matcher(pattern: unknown): (text: string) => boolean {
  if (!(pattern instanceof RegExp) && typeof pattern !== 'string') {
    throw new PerihelionError('invalid_argument', 'pattern must be a text or a RegExp');
  }
  const source = pattern instanceof RegExp ? pattern.source : pattern;
  const flags = pattern instanceof RegExp ? pattern.flags.replace(/[gy]/g, '') : 'u';
  let anchored: RegExp;
  try {
    anchored = new RegExp(`^(?:${source})`, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PerihelionError('invalid_argument', `pattern is no regular expression: ${reason}`);
  }
  return (text) => anchored.test(text);
}

/** Turns the plain data of an answer into what the caller gets. */
function finish(method: string, answer: unknown): unknown {
  switch (method) {
    case 'getExperiments':
      return (answer as ExperimentMetadata[]).map((metadata) => new APIExperiment(metadata));
    case 'getExperiment':
      return answer === null ? null : new APIExperiment(answer as ExperimentMetadata);
    case 'getExperimentMetric':
      return MetricSeries.from(answer as MetricColumns);
    case 'getMetricsForChart':
      return Object.fromEntries(
        (answer as ChartExperiment[]).map((entry) => [entry.experimentKey, entry]),
      );
    default:
      return answer;
  }
}

async function callMethod(session: Session, method: string, given: readonly unknown[]) {
  const { args, signal } = normalizeCall(method, given);
  const { pattern, ...rest } = args;
  if (pattern === undefined || pattern === null) {
    return finish(method, await session.call(method, rest, signal));
  }
  const matches = matcher(pattern);
  if (!rest.project_name) {
    throw new PerihelionError('invalid_argument', 'a pattern needs a project_name to look in');
  }
  const experiments = finish(method, await session.call(method, rest, signal)) as APIExperiment[];
  return experiments.filter(({ key, name }) => matches(key) || (name !== null && matches(name)));
}

/** Gives `target` every method of the API, over what `session` returns when a method is called. */
export function defineMethods<T extends object>(target: T, session: (self: T) => Session): void {
  for (const method of METHOD_NAMES) {
    const value = function (this: T, ...given: unknown[]) {
      return callMethod(session(this), method, given);
    };
    Object.defineProperty(target, method, { value, configurable: true, writable: true });
  }
}

/** An object with every method of the API over one session. */
export function createApi(session: Session): ExperimentApi {
  const api = {};
  defineMethods(api, () => session);
  return api as ExperimentApi;
}
