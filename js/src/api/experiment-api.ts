import type { ReturnType } from './assets.js';
import type { APIExperiment, ExperimentMetadata } from './experiment.js';
import type { MetricHandle } from './metric-handle.js';
import type { MetricSeries } from './metric-series.js';
import type { Predicate, QueryVariable } from './query.js';
import type {
  Aligned,
  AlignOptions,
  BandOptions,
  Line,
  MeanAndBand,
  Points,
  RangeOptions,
  SmoothOptions,
} from './reduce-types.js';
import type {
  AssetInfo,
  CallOptions,
  ChartExperiment,
  Color,
  ExperimentRef,
  MetricsFrame,
  Model,
  Project,
  ProjectColumn,
  Summary,
  SystemDetails,
} from './types.js';

/** Which experiments `getExperiments` lists, and in which order. */
export interface ExperimentsQuery extends CallOptions {
  workspace?: string | null;
  project_name?: string | null;
  /** Matched against key and name from their start on. */
  pattern?: string | RegExp | null;
  /** The archived ones instead of the others. */
  archived?: boolean;
  /** From 1; needs `page_size`. */
  page?: number;
  page_size?: number;
  sort_by?: 'startTime' | 'endTime';
  sort_order?: 'asc' | 'desc';
}

/** The arguments of `query` under their names. */
export interface ProjectQuery extends CallOptions {
  workspace?: string;
  project_name?: string;
  query: Predicate | string;
  archived?: boolean;
}

/**
 * The methods of Comet's Panels SDK in camelCase, positional as there, or with one object of its argument names
 * (`{ experiment_key: … }`) or comet_ml's. Each returns a Promise that settles: with the answer, or with a
 * PerihelionError; null is the SDK's None. What a panel leaves out (workspace, project) is the panel's.
 */
export interface ExperimentApi {
  /**
   * The names of all workspaces; of a workspace's projects; the experiments of a project; or one experiment by key or
   * name, null where there is none. Also as one text, "workspace/project/experiment".
   */
  get(
    workspace?: string | null,
    projectName?: string | null,
    experiment?: string | null,
    options?: CallOptions,
  ): Promise<unknown>;
  /** The user of the key. */
  getAccountDetails(
    options?: CallOptions,
  ): Promise<{ userName: string; defaultWorkspaceName: string }>;
  /** The names of the workspaces that the key may read. */
  getWorkspaces(options?: CallOptions): Promise<string[]>;
  /** The projects of a workspace, with their details as Comet's Panels SDK has them, where comet_ml has their names only. */
  getProjects(workspace?: string | null, options?: CallOptions): Promise<Project[] | null>;
  /** One project by its names or its id; null where the server knows none. */
  getProject(
    workspace?: string | null,
    projectName?: string | null,
    projectId?: string | null,
    options?: CallOptions,
  ): Promise<Project | null>;
  /** What the experiments of a project logged. */
  getProjectColumns(
    workspace?: string | null,
    projectName?: string | null,
    projectId?: string | null,
    options?: CallOptions,
  ): Promise<{ columns: ProjectColumn[] }>;
  /** The metadata of each experiment of a project by its key. */
  getProjectExperiments(
    workspace?: string | null,
    projectName?: string | null,
    options?: CallOptions,
  ): Promise<Record<string, ExperimentMetadata>>;
  getProjectExperiments(
    workspace: string | null | undefined,
    projectName: string | null | undefined,
    projectId: string | null | undefined,
    options?: CallOptions,
  ): Promise<Record<string, ExperimentMetadata>>;
  /**
   * A project's notes by its id, as in Comet's Panels SDK, or by workspace and name, as in comet_ml; null where it has
   * none.
   */
  getProjectNotes(projectId?: string | null, options?: CallOptions): Promise<string | null>;
  getProjectNotes(
    workspace: string,
    projectName: string,
    options?: CallOptions,
  ): Promise<string | null>;
  /**
   * The experiments of a project, or of a whole workspace; with a pattern those of the project whose key or name
   * it matches from the start on. One object says more: archived ones, pages and order.
   */
  getExperiments(query: ExperimentsQuery): Promise<APIExperiment[]>;
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
  /** One experiment by key, or null where there is none. */
  getExperimentByKey(experimentKey: string, options?: CallOptions): Promise<APIExperiment | null>;
  /** The same, under its older name. */
  getExperimentById(experiment: string, options?: CallOptions): Promise<APIExperiment | null>;
  /** The first experiment of that name in the panel's project, or null. */
  getExperimentByName(experimentName: string, options?: CallOptions): Promise<APIExperiment | null>;
  /** An experiment's metadata; rejects with `not_found` where there is none. */
  getExperimentMetadata(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<ExperimentMetadata>;
  /** Its name or null; one longer than `maxLength` characters is cut to that, ending in "…". */
  getExperimentName(
    experiment: ExperimentRef,
    maxLength?: number | null,
    options?: CallOptions,
  ): Promise<string | null>;
  /** The address of the experiment's page. */
  getExperimentUrl(experiment: ExperimentRef, options?: CallOptions): Promise<string>;
  /** Its tags, or null where the server names none. */
  getExperimentTags(experiment: ExperimentRef, options?: CallOptions): Promise<string[] | null>;
  /** For each parameter its name and values, as texts. */
  getExperimentParametersSummaries(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Summary[]>;
  /** The values of everything logged as "other". */
  getExperimentOthersSummaries(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Summary[]>;
  /** The HTML that was logged, or null where it has none. */
  getExperimentHtml(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** The source code of the script, or null where it has none. */
  getExperimentCode(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** The standard output, or null where it was not logged. */
  getExperimentOutput(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** The model graph as it was logged, mostly JSON text, or null where it has none. */
  getExperimentGraph(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** The same, under the SDK's other name for it. */
  getExperimentModelGraph(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** The same, under its older name. */
  getModelGraph(experiment: ExperimentRef, options?: CallOptions): Promise<string | null>;
  /** "name==version" of each installed package, or null where they were not logged. */
  getExperimentInstalledPackages(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<string[] | null>;
  /** The machine that it ran on: user, operating system, Python, GPUs, memory in bytes. */
  getExperimentSystemDetails(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<SystemDetails>;
  /** user, root, branch, parent and origin. */
  getExperimentGitMetadata(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Record<string, string | null>>;
  /** A zip with one file git_diff.patch, or null. */
  getExperimentGitPatch(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Uint8Array | null>;
  /** The artifacts that the experiment used and made. */
  getExperimentArtifactLineage(
    experiment: ExperimentRef,
    direction?: 'all' | 'input' | 'output',
    options?: CallOptions,
  ): Promise<Record<string, unknown>>;
  /** All points of one metric; an empty series where it was never logged. */
  getExperimentMetric(
    experiment: ExperimentRef,
    metric: string,
    options?: CallOptions,
  ): Promise<MetricSeries>;
  /** All points of all metrics, a series for each, sorted by name. */
  getExperimentMetrics(experiment: ExperimentRef, options?: CallOptions): Promise<MetricSeries[]>;
  /** Maximum, minimum and last value of each metric. */
  getExperimentMetricsSummaries(
    experiment: ExperimentRef,
    options?: CallOptions,
  ): Promise<Summary[]>;
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
  /**
   * Sampled metrics as one table; with `interpolate` every experiment has the places of all, with values on straight
   * lines between its own points. Null where there are no points.
   */
  getMetricsDf(
    experiments: readonly ExperimentRef[],
    metrics: readonly string[],
    xAxis?: 'step' | 'epoch' | 'duration',
    interpolate?: boolean,
    options?: CallOptions,
  ): Promise<MetricsFrame | null>;
  /** The assets of one type ("image", "curve", "audio", …), or of every type. */
  getExperimentAssetList(
    experiment: ExperimentRef,
    assetType?: string,
    options?: CallOptions,
  ): Promise<AssetInfo[]>;
  /**
   * An asset as bytes ('raw', 'binary'), as text by its declared charset, as parsed JSON or as a Blob. Its pieces are
   * put together as they arrive, in one place only.
   */
  getExperimentAsset(
    experiment: ExperimentRef,
    assetId: string,
    returnType?: 'raw' | 'binary',
    options?: CallOptions,
  ): Promise<Uint8Array>;
  getExperimentAsset(
    experiment: ExperimentRef,
    assetId: string,
    returnType: 'text',
    options?: CallOptions,
  ): Promise<string>;
  getExperimentAsset(
    experiment: ExperimentRef,
    assetId: string,
    returnType: 'blob',
    options?: CallOptions,
  ): Promise<Blob>;
  getExperimentAsset(
    experiment: ExperimentRef,
    assetId: string,
    returnType: ReturnType,
    options?: CallOptions,
  ): Promise<unknown>;
  /** The first asset of that file name, and of that type, in the same forms, or null. */
  getExperimentAssetByName(
    experiment: ExperimentRef,
    fileName: string,
    returnType?: ReturnType,
    assetType?: string,
    options?: CallOptions,
  ): Promise<unknown>;
  /** The bytes of each curve, JSON with x, y and name. */
  getExperimentCurves(experiment: ExperimentRef, options?: CallOptions): Promise<Uint8Array[]>;
  /** The bytes of each image; `imageUrl(bytes)` shows one. */
  getExperimentImages(experiment: ExperimentRef, options?: CallOptions): Promise<Uint8Array[]>;
  /** Its models, or null where the server names none. */
  getExperimentModels(experiment: ExperimentRef, options?: CallOptions): Promise<Model[] | null>;
  /** The assets of one model, sizes in bytes; null where the server names none. */
  getExperimentModelAssetList(
    experiment: ExperimentRef,
    modelName: string,
    options?: CallOptions,
  ): Promise<AssetInfo[] | null>;
  /**
   * The experiments of a project that fulfil a condition: built with `Metric`, `Tag` and so on, or as text,
   * `(Metric("loss") < 0.1) & ~Tag("bad")`. In the server's order; of a condition with alternatives, in theirs. A column
   * that the project does not have matches nothing, and the report of `getPanelReport` says so.
   */
  query(
    workspace: string | null | undefined,
    projectName: string | null | undefined,
    query: Predicate | string,
    archived?: boolean,
    options?: CallOptions,
  ): Promise<APIExperiment[]>;
  query(query: ProjectQuery): Promise<APIExperiment[]>;
  /** The same for predicates in Comet's own JSON, sent as they are; an empty list is all experiments. */
  queryProject(
    workspace: string | null | undefined,
    projectName: string | null | undefined,
    predicates: Predicate | string | readonly object[],
    archived?: boolean,
    options?: CallOptions,
  ): Promise<APIExperiment[]>;
  /** The columns of a project, ready to be compared; a tag is a condition already. */
  getQueryVariables(
    workspace?: string | null,
    projectName?: string | null,
    projectId?: string | null,
    options?: CallOptions,
  ): Promise<(QueryVariable | Predicate)[]>;
  /**
   * The keys of the panel's experiments; without keys in its context, those of its project. With a query in its context,
   * those of them that fulfil it.
   */
  getPanelExperimentKeys(options?: CallOptions): Promise<string[]>;
  /** The same experiments, from one listing; those that the server does not know are left out. */
  getPanelExperiments(options?: CallOptions): Promise<APIExperiment[]>;
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
  /** Colors by experiment key, as the page gave them. */
  getPanelExperimentColors(options?: CallOptions): Promise<Record<string, Color>>;
  /** Colors by metric name, as the page gave them. */
  getPanelMetricColors(options?: CallOptions): Promise<Record<string, Color>>;
  /** The panel's width in CSS pixels, 0 where the page did not say. */
  getPanelWidth(options?: CallOptions): Promise<number>;
  /** The panel's height in CSS pixels, 0 where the page did not say. */
  getPanelHeight(options?: CallOptions): Promise<number>;
  /** Both. */
  getPanelSize(options?: CallOptions): Promise<[width: number, height: number]>;
  /** The requests that this API has sent so far, retries included. */
  getPanelRequestCount(options?: CallOptions): Promise<number>;
  /** The same by endpoint, as lines of text. */
  getPanelReport(options?: CallOptions): Promise<string>;
  /** Whether calls may be answered from what was answered before; true at first. */
  useCache(use: boolean, options?: CallOptions): Promise<void>;
  /** Takes nothing from the cache that was answered before now. */
  clearCache(options?: CallOptions): Promise<void>;
  /**
   * What `getExperimentMetric` answers, kept where the client runs: a chart that zooms reduces it again and again without
   * moving its points. Rejects with `invalid_argument` where a panel would hold more than 256 MB.
   */
  holdMetric(
    experiment: ExperimentRef,
    metric: string,
    options?: CallOptions,
  ): Promise<MetricHandle>;
  /**
   * The least and the greatest value of each pixel of the range, in the order in which they come, the first of equal
   * ones: a line through them looks as one through all points. NaN is no value; a pixel with nothing else gives one point
   * with NaN. In front comes the last point before the range, and behind it the first one after, so that lines reach the
   * borders: at most 2 width + 2 points.
   */
  minMax(line: Line, options: RangeOptions): Promise<Points>;
  /**
   * The `width` points of the range that keep its look best (largest triangles in three buckets), without those whose
   * value is not finite; and one more on each side.
   */
  lttb(line: Line, options: RangeOptions): Promise<Points>;
  /**
   * The exponential moving average, `weight` from 0, which changes nothing, to 1; a point for each of the line's. Values that
   * are not finite stay as they are, and it goes on behind them.
   */
  smooth(line: Line, weight: number, options?: SmoothOptions): Promise<Points>;
  /**
   * Lines on the places of all of them. Where a line has several values at one x, its last one counts; before its first
   * and behind its last value it has none.
   */
  align(lines: readonly Line[], options?: AlignOptions): Promise<Aligned>;
  /** The mean of lines, once aligned, and a band around it, over those that have a value at a place. */
  meanAndBand(lines: readonly Line[], options?: BandOptions): Promise<MeanAndBand>;
}
