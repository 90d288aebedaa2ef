import { callAsset } from './assets.js';
import { callChart } from './charts.js';
import type { Session } from './core.js';
import { messageOf, PerihelionError } from './errors.js';
import { APIExperiment, type ExperimentMetadata } from './experiment.js';
import { METHOD_NAMES, normalizeCall, STREAMED } from './methods.js';
import { MetricSeries, type MetricColumns } from './metric-series.js';
import { variableOf, type VariableData } from './query.js';
import { defineReductions } from './reduce-api.js';
import type { ExperimentApi, MetricsFrame } from './types.js';

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
    throw new PerihelionError(
      'invalid_argument',
      `pattern is no regular expression: ${messageOf(error)}`,
    );
  }
  return (text) => anchored.test(text);
}

/** Turns the plain data of an answer into what the caller gets. */
function finish(method: string, answer: unknown, api: ExperimentApi): unknown {
  const experiment = (metadata: unknown) =>
    metadata === null ? null : new APIExperiment(metadata as ExperimentMetadata, api);
  switch (method) {
    case 'get':
      return finishFound(answer as FoundData, experiment);
    case 'getExperiments':
    case 'getPanelExperiments':
    case 'query':
    case 'queryProject':
      return (answer as unknown[]).map(experiment);
    case 'getExperiment':
    case 'getExperimentById':
    case 'getExperimentByKey':
    case 'getExperimentByName':
      return experiment(answer);
    case 'getExperimentMetric':
      return MetricSeries.from(answer as MetricColumns, api);
    case 'getExperimentMetrics':
      return (answer as MetricColumns[]).map((columns) => MetricSeries.from(columns, api));
    case 'getQueryVariables':
      return (answer as VariableData[]).map(variableOf);
    case 'getMetricsDf':
      return finishFrame(answer as FrameData | null);
    case 'getExperimentGitPatch':
      return (answer as { bytes: Uint8Array } | null)?.bytes ?? null;
    case 'getExperimentCurves':
    case 'getExperimentImages':
      return (answer as { bytes: Uint8Array }[]).map(({ bytes }) => bytes);
    case 'useCache':
    case 'clearCache':
      return undefined;
    default:
      return answer;
  }
}

type FoundData = { names?: string[]; experiments?: unknown[]; experiment?: unknown };

function finishFound(found: FoundData, experiment: (metadata: unknown) => unknown): unknown {
  if (found.names) return found.names;
  return found.experiments ? found.experiments.map(experiment) : experiment(found.experiment);
}

/** A table as it crosses: lists of texts as JSON. */
type FrameData = Record<'experimentKey' | 'experimentName' | 'metrics', string> & {
  xAxis: MetricsFrame['xAxis'];
  x: Float64Array;
  values: Float64Array[];
};

function finishFrame(data: FrameData | null): MetricsFrame | null {
  if (!data) return null;
  const texts = (json: string) => JSON.parse(json) as string[];
  return {
    experimentKey: texts(data.experimentKey),
    experimentName: texts(data.experimentName).map((name) => name || null),
    xAxis: data.xAxis,
    x: data.x,
    columns: Object.fromEntries(texts(data.metrics).map((name, i) => [name, data.values[i]!])),
  };
}

async function callMethod(
  session: Session,
  api: ExperimentApi,
  method: string,
  given: readonly unknown[],
) {
  const { args, signal, onProgress, onPart } = normalizeCall(method, given);
  if (method === 'getMetricsForChart') return callChart(session, args, { signal, onPart });
  if (STREAMED.has(method)) return callAsset(session, method, args, { signal, onProgress });
  const { pattern, ...rest } = args;
  if (pattern === undefined || pattern === null) {
    return finish(method, await session.call(method, rest, { signal }), api);
  }
  const matches = matcher(pattern);
  if (!rest.project_name) {
    throw new PerihelionError('invalid_argument', 'a pattern needs a project_name to look in');
  }
  const listed = await session.call(method, rest, { signal });
  const experiments = finish(method, listed, api) as APIExperiment[];
  return experiments.filter(({ key, name }) => matches(key) || (name !== null && matches(name)));
}

/** Gives `target` every method of the API, over what `session` returns when a method is called. */
export function defineMethods<T extends object>(target: T, session: (self: T) => Session): void {
  for (const method of METHOD_NAMES) {
    const value = function (this: T, ...given: unknown[]) {
      return callMethod(session(this), this as unknown as ExperimentApi, method, given);
    };
    Object.defineProperty(target, method, { value, configurable: true, writable: true });
  }
  defineReductions(target, session);
}

/** An object with every method of the API over one session. */
export function createApi(session: Session): ExperimentApi {
  const api = {};
  defineMethods(api, () => session);
  return api as ExperimentApi;
}
