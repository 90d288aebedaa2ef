import { PerihelionError } from './errors.js';
import { APIExperiment } from './experiment.js';
import { isPlain } from './objects.js';
import { Predicate, QueryVariable } from './query.js';
import { REDUCTIONS } from './reduce-arguments.js';
import type { CallOptions } from './types.js';

/** The arguments of a call under the Panels SDK's names, ready for JSON. */
export type Arguments = Record<string, unknown>;

/** What a call takes beside its arguments. */
const OPTIONS = ['signal', 'onProgress', 'onPart'];

interface NormalCall extends CallOptions {
  args: Arguments;
}

const PROJECT = ['workspace', 'project_name', 'project_id'];
const KEY = ['experiment_key'];

/** For each method its argument names in the order of the Panels SDK; what it does not have comes behind. */
const METHODS = new Map<string, readonly string[]>([
  ['get', ['workspace', 'project_name', 'experiment']],
  ['getAccountDetails', []],
  ['getWorkspaces', []],
  ['getProjects', ['workspace']],
  ['getProject', PROJECT],
  ['getProjectColumns', PROJECT],
  ['getProjectExperiments', PROJECT],
  ['getProjectNotes', ['project_id', 'workspace', 'project_name']],
  [
    'getExperiments',
    [
      ...['workspace', 'project_name', 'pattern'],
      ...['archived', 'page', 'page_size', 'sort_by', 'sort_order'],
    ],
  ],
  ['getExperiment', ['workspace', 'project_name', 'experiment']],
  ['getExperimentByKey', KEY],
  ['getExperimentById', ['experiment']],
  ['getExperimentByName', ['experiment_name']],
  ['getExperimentMetadata', KEY],
  ['getExperimentName', ['experiment_key', 'max_length']],
  ['getExperimentUrl', KEY],
  ['getExperimentTags', KEY],
  ['getExperimentParametersSummaries', KEY],
  ['getExperimentOthersSummaries', KEY],
  ['getExperimentHtml', KEY],
  ['getExperimentCode', KEY],
  ['getExperimentOutput', KEY],
  ['getExperimentGraph', KEY],
  ['getExperimentModelGraph', KEY],
  ['getModelGraph', KEY],
  ['getExperimentInstalledPackages', KEY],
  ['getExperimentSystemDetails', KEY],
  ['getExperimentGitMetadata', KEY],
  ['getExperimentGitPatch', KEY],
  ['getExperimentArtifactLineage', ['experiment_key', 'direction']],
  ['getExperimentMetric', ['experiment_key', 'metric']],
  ['getExperimentMetrics', KEY],
  ['getExperimentMetricsSummaries', KEY],
  [
    'getMetricsForChart',
    ['experiments', 'metrics', 'parameters', 'independent_metrics', 'fetch_full'],
  ],
  ['getMetricsDf', ['experiment_keys', 'metrics', 'x_axis', 'interpolate']],
  ['getExperimentAssetList', ['experiment_key', 'asset_type']],
  ['getExperimentAsset', ['experiment_key', 'asset_id', 'return_type']],
  ['getExperimentAssetByName', ['experiment_key', 'file_name', 'return_type', 'asset_type']],
  ['getExperimentCurves', KEY],
  ['getExperimentImages', KEY],
  ['getExperimentModels', KEY],
  ['getExperimentModelAssetList', ['experiment_key', 'model_name']],
  ['query', ['workspace', 'project_name', 'query', 'archived']],
  ['queryProject', ['workspace', 'project_name', 'predicates', 'archived']],
  ['getQueryVariables', PROJECT],
  ['getPanelExperimentKeys', []],
  ['getPanelExperiments', []],
  ['getPanelOptions', []],
  ['getPanelProjectId', []],
  ['getPanelProjectName', []],
  ['getPanelWorkspace', []],
  ['getPanelMetricsNames', ['include_sys']],
  ['getPanelExperimentColors', []],
  ['getPanelMetricColors', []],
  ['getPanelWidth', []],
  ['getPanelHeight', []],
  ['getPanelSize', []],
  ['getPanelRequestCount', []],
  ['getPanelReport', []],
  ['useCache', ['use']],
  ['clearCache', []],
]);

/** Methods whose answer arrives piece by piece. */
export const STREAMED: ReadonlySet<string> = new Set([
  'getExperimentAsset',
  'getExperimentAssetByName',
  'getMetricsForChart',
]);

/** Other spellings of arguments: comet_ml's of today, and the Panels SDK's where its text and its signature differ. */
const ALIASES = new Map([
  ['getExperiment.experiment_key', 'experiment'],
  ['getExperimentById.experiment_key', 'experiment'],
  ['getMetricsForChart.experiment_keys', 'experiments'],
  ['getMetricsForChart.independent', 'independent_metrics'],
  ['getMetricsForChart.full', 'fetch_full'],
  ['getMetricsDf.experiments', 'experiment_keys'],
]);

/** The names of all methods, in camelCase. */
export const METHOD_NAMES: readonly string[] = [...METHODS.keys()];

/** Experiments cross as their keys, conditions as their text. */
const toText = (value: unknown): unknown => {
  if (value instanceof APIExperiment) return value.key;
  return value instanceof Predicate || value instanceof QueryVariable ? String(value) : value;
};

const toPlain = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(toText) : toText(value);

function isCallOptions(value: unknown): value is CallOptions {
  return isPlain(value) && Object.keys(value).every((name) => OPTIONS.includes(name));
}

function named(
  method: string,
  names: readonly string[],
  given: Record<string, unknown>,
): Arguments {
  const out: Arguments = {};
  for (const [spelling, value] of Object.entries(given)) {
    if (OPTIONS.includes(spelling)) continue;
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

/** Forms with fewer arguments that mean others: the SDK's `get_experiment(key)`, comet_ml's notes by two names. */
function shortForm(method: string, count: number): readonly string[] | undefined {
  if (method === 'getExperiment' && count === 1) return ['experiment'];
  if (method === 'getProjectNotes' && count === 2) return ['workspace', 'project_name'];
  return undefined;
}

/**
 * Brings a call into one form: the SDK's argument names and the caller's options, from positional arguments with an
 * options object last, or from one object with the Panels SDK's names. Throws `invalid_argument`.
 */
export function normalizeCall(method: string, given: readonly unknown[]): NormalCall {
  // They come in one form only, and are checked where they run.
  if (REDUCTIONS.has(method)) return { args: isPlain(given[0]) ? given[0] : {} };
  const names = METHODS.get(method);
  if (!names) throw new PerihelionError('invalid_argument', `there is no method '${method}'`);
  // Whoever passes options on passes undefined where there are none.
  const count = given.findLastIndex((value) => value !== undefined) + 1;
  const last = given[count - 1];
  const { signal, onProgress, onPart } = (isPlain(last) ? last : {}) as CallOptions;
  const positional = given.slice(0, isCallOptions(last) ? count - 1 : count);
  const [first] = positional;
  if (positional.length === 1 && isPlain(first)) {
    return { args: named(method, names, first), signal, onProgress, onPart };
  }
  if (positional.length > names.length) {
    const takes = names.length ? names.join(', ') : 'no arguments';
    throw new PerihelionError('invalid_argument', `${method} takes ${takes}, and { signal } last`);
  }
  const short = shortForm(method, positional.length) ?? names;
  const args: Arguments = {};
  positional.forEach((value, index) => {
    const name = short[index];
    if (name !== undefined && value !== undefined) args[name] = toPlain(value);
  });
  return { args, signal, onProgress, onPart };
}
