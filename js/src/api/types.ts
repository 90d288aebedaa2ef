import type { APIExperiment, ExperimentMetadata } from './experiment.js';
import type { MetricSeries } from './metric-series.js';

/** How far an API may look; anything outside rejects with `forbidden` before it is asked for. */
export type Scope = 'context' | 'project' | 'workspace' | 'all';

/** What the hosting page says a panel is about. Every part is optional. */
export interface PanelContext {
  workspace?: string;
  projectName?: string;
  projectId?: string;
  experimentKeys?: readonly string[];
  /** Asked of the server where left out. */
  metricsNames?: readonly string[];
  options?: Record<string, unknown>;
}

/** A project in the server's spelling. */
export interface Project {
  projectId: string;
  projectName: string;
  workspaceName: string;
  ownerUserName?: string | null;
  projectDescription?: string | null;
  numberOfExperiments?: number;
  /** ms since 1970 UTC. */
  lastUpdated?: number;
  public?: boolean;
  [member: string]: unknown;
}

/** A metric's or parameter's summary; values are texts, timestamps ms since 1970 UTC. */
export interface Summary {
  name: string;
  valueMax?: string;
  valueMin?: string;
  valueCurrent?: string;
  timestampMax?: number;
  timestampMin?: number;
  timestampCurrent?: number;
  stepMax?: number;
  stepMin?: number;
  stepCurrent?: number;
  [member: string]: unknown;
}

/** One metric of a chart: columns of equal length, null for an axis that was never logged. */
export interface ChartMetric {
  metricName: string;
  values: Float64Array;
  steps: Float64Array | null;
  epochs: Float64Array | null;
  /** ms since 1970 UTC. */
  timestamps: Float64Array | null;
  /** ms since the start of the experiment. */
  durations: Float64Array | null;
}

/** One experiment of a chart. */
export interface ChartExperiment {
  experimentKey: string;
  experimentName: string;
  empty: boolean;
  steps: Float64Array | null;
  epochs: Float64Array | null;
  metrics: ChartMetric[];
  /** Name to value; null where no parameters were asked for. */
  params: Record<string, unknown> | null;
}

/** What every call takes last. */
export interface CallOptions {
  /** Aborting it rejects the call with an AbortError and ends its request. */
  signal?: AbortSignal;
}

/** A key, or the experiment itself. */
export type ExperimentRef = string | APIExperiment;

/**
 * The methods of the seed in camelCase, positional as there, or with one object of the seed's argument names
 * (`{ experiment_key: … }`). Each returns a Promise that settles: with the answer, or with a PerihelionError.
 * What a panel leaves out (workspace, project) is the panel's.
 */
export interface ExperimentApi {
  /** The names of the workspaces that the key may read. */
  getWorkspaces(options?: CallOptions): Promise<string[]>;
  /** The projects of a workspace. */
  getProjects(workspace?: string | null, options?: CallOptions): Promise<Project[]>;
  /** One project by its names or its id; null where the server knows none. */
  getProject(
    workspace?: string | null,
    projectName?: string | null,
    projectId?: string | null,
    options?: CallOptions,
  ): Promise<Project | null>;
  /**
   * The experiments of a project, or of a whole workspace; with a pattern those of the project whose key or name
   * it matches from the start on.
   */
  getExperiments(
    workspace?: string | null,
    projectName?: string | null,
    pattern?: string | RegExp | null,
    options?: CallOptions,
  ): Promise<APIExperiment[]>;
  /** One experiment by key, or (workspace, project, key or name); null where there is none. */
  getExperiment(experimentKey: string, options?: CallOptions): Promise<APIExperiment | null>;
  getExperiment(
    workspace: string,
    projectName: string,
    experiment: string,
    options?: CallOptions,
  ): Promise<APIExperiment | null>;
  /** An experiment's metadata; rejects with `not_found` where there is none. */
  getExperimentMetadata(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<ExperimentMetadata>;
  /** All points of one metric; an empty series where it was never logged. */
  getExperimentMetric(
    experiment: ExperimentRef,
    metric: string,
    options?: CallOptions,
  ): Promise<MetricSeries>;
  /**
   * Metrics and parameters of many experiments by experiment key. About 500 sampled points a metric, or all with
   * `fetchFull`; only steps at which every metric has a value where `independentMetrics` is false.
   */
  getMetricsForChart(
    experiments: readonly ExperimentRef[],
    metrics?: readonly string[],
    parameters?: readonly string[],
    independentMetrics?: boolean,
    fetchFull?: boolean,
    options?: CallOptions,
  ): Promise<Record<string, ChartExperiment>>;
  /** Maximum, minimum and last value of each metric. */
  getExperimentMetricsSummaries(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Summary[]>;
  /** The values of each parameter. */
  getExperimentParametersSummaries(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Summary[]>;
  /** The keys of the panel's experiments; without keys in its context, those of its project. */
  getPanelExperimentKeys(options?: CallOptions): Promise<string[]>;
  /** The panel's options. */
  getPanelOptions(options?: CallOptions): Promise<Record<string, unknown>>;
  /** The id of the panel's project, or null. */
  getPanelProjectId(options?: CallOptions): Promise<string | null>;
  /** The name of the panel's project, or null. */
  getPanelProjectName(options?: CallOptions): Promise<string | null>;
  /** The name of the panel's workspace (one name), or null. */
  getPanelWorkspace(options?: CallOptions): Promise<string | null>;
  /** The sorted metric names of the panel's project; those beginning with "sys." on request. */
  getPanelMetricsNames(includeSys?: boolean, options?: CallOptions): Promise<string[]>;
}
