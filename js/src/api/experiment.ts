import type { ReturnType } from './assets.js';
import type { ExperimentApi } from './experiment-api.js';
import type { MetricPoint, MetricSeries } from './metric-series.js';
import { readMetricTotal, type MetricTotal } from './metric-total.js';
import { SystemGetters } from './system-getters.js';
import type { AssetInfo, CallOptions, Summary, SystemDetails } from './types.js';
import { unzipFirst } from './zip.js';

/** An experiment's metadata in the server's spelling; times and durations in ms. Members may be missing. */
export interface ExperimentMetadata {
  experimentKey: string;
  experimentName?: string | null;
  workspaceName?: string;
  projectName?: string;
  projectId?: string;
  optimizationId?: string | null;
  fileName?: string | null;
  filePath?: string | null;
  durationMillis?: number;
  startTimeMillis?: number;
  endTimeMillis?: number;
  archived?: boolean;
  running?: boolean;
  hasCrashed?: boolean;
  [member: string]: unknown;
}

/** A curve as it was logged, with the step and id of its asset. */
export interface Curve {
  name: string;
  x: number[];
  y: number[];
  step: number | null;
  assetId: string;
}

/** What `toJson` gives; times in ms. */
export interface ExperimentJson {
  id: string;
  name: string | null;
  workspace: string | null;
  project_name: string | null;
  archived: boolean;
  url: string;
  duration_millis: number | null;
  start_server_timestamp: number | null;
  end_server_timestamp: number | null;
  optimization_id: string | null;
  file_path: string | null;
  file_name: string | null;
}

/** The same with all that the experiment logged. */
export interface FullExperimentJson extends ExperimentJson {
  asset_list: AssetInfo[];
  code: string | null;
  html: string | null;
  metrics: MetricPoint[];
  metrics_summary: Summary[];
  model_graph: string | null;
  others_summary: Summary[];
  output: string | null;
  parameters_summary: Summary[];
  system_details: SystemDetails;
  tags: string[] | null;
  /** The unpacked patch; null where nothing was changed. */
  git_patch: Uint8Array | null;
  git_metadata: Record<string, string | null>;
}

type Logged = Omit<FullExperimentJson, keyof ExperimentJson>;

/** All of a list, or the one of that name; an empty list where there is none. */
function named(list: Summary[], name: string | undefined): Summary[] | Summary {
  return name === undefined ? list : (list.find((one) => one.name === name) ?? []);
}

/**
 * One experiment as a listing or its metadata describes it, with what can be read of it. Attributes make no request;
 * each `get…` asks through the API that the experiment came from, and rejects as its methods do.
 */
export class APIExperiment extends SystemGetters {
  /** As it was listed. */
  readonly metadata: ExperimentMetadata;
  readonly #api: ExperimentApi;

  constructor(metadata: ExperimentMetadata, api: ExperimentApi) {
    super();
    this.metadata = metadata;
    this.#api = api;
  }

  /** The experiment key. */
  get key(): string {
    return this.metadata.experimentKey;
  }

  /** The experiment key, under the SDK's other name for it. */
  get id(): string {
    return this.metadata.experimentKey;
  }

  /**
   * The experiment's name, or null where it had none when it was listed. comet_ml asks the server again whenever it
   * reads a missing name: here `api.getExperimentName(experiment)` does, and `getName()` asks for the logged one.
   */
  get name(): string | null {
    return this.metadata.experimentName ?? null;
  }

  /** The name of its workspace, or null where the listing does not say. */
  get workspace(): string | null {
    return this.metadata.workspaceName ?? null;
  }

  /** The name of its project, or null where the listing does not say. */
  get projectName(): string | null {
    return this.metadata.projectName ?? null;
  }

  /** The id of its project, or null where the listing does not say. */
  get projectId(): string | null {
    return this.metadata.projectId ?? null;
  }

  /** The id of the optimization that it is of, or null. */
  get optimizationId(): string | null {
    return this.metadata.optimizationId ?? null;
  }

  /** The script's file name, or null. */
  get fileName(): string | null {
    return this.metadata.fileName ?? null;
  }

  /** The script's path, or null. */
  get filePath(): string | null {
    return this.metadata.filePath ?? null;
  }

  /** Whether it was archived. */
  get archived(): boolean {
    return this.metadata.archived ?? false;
  }

  /** How long it took, in ms; null where the listing does not say. */
  get durationMillis(): number | null {
    return this.metadata.durationMillis ?? null;
  }

  /** When it began, in ms since 1970 UTC; null where the listing does not say. */
  get startServerTimestamp(): number | null {
    return this.metadata.startTimeMillis ?? null;
  }

  /** When it ended, in ms since 1970 UTC; null where the listing does not say. */
  get endServerTimestamp(): number | null {
    return this.metadata.endTimeMillis ?? null;
  }

  /** The address of the experiment's page. */
  getUrl(options?: CallOptions) {
    return this.#api.getExperimentUrl(this.key, options);
  }

  /** The name that was logged (the "other" called Name), or null. */
  async getName(options?: CallOptions): Promise<string | null> {
    const names = await this.getOthersSummary('Name', options);
    return names.length === 1 ? ((names as string[])[0] ?? null) : null;
  }

  /** The metadata as it is now. */
  getMetadata(options?: CallOptions) {
    return this.#api.getExperimentMetadata(this.key, options);
  }

  /** How far it is; what neither runs nor has crashed is finished. */
  async getState(options?: CallOptions): Promise<'running' | 'crashed' | 'finished'> {
    const { running, hasCrashed } = await this.getMetadata(options);
    if (running) return 'running';
    return hasCrashed ? 'crashed' : 'finished';
  }

  /** Its tags, or null where the server names none. */
  getTags(options?: CallOptions) {
    return this.#api.getExperimentTags(this.key, options);
  }

  /** All points of one metric, or a series for each metric. */
  getMetrics(name: string, options?: CallOptions): Promise<MetricSeries>;
  getMetrics(name?: undefined, options?: CallOptions): Promise<MetricSeries[]>;
  getMetrics(name?: string, options?: CallOptions): Promise<MetricSeries | MetricSeries[]> {
    return name === undefined
      ? this.#api.getExperimentMetrics(this.key, options)
      : this.#api.getExperimentMetric(this.key, name, options);
  }

  /**
   * The points of one metric, all of them where the server keeps it in full (as zipped CSV files), or else, unless
   * `fallbackToSampledData` is false, those of `getMetrics`; null where there are none.
   */
  getMetricTotalDf(
    name: string,
    fallbackToSampledData = true,
    options?: CallOptions,
  ): Promise<MetricTotal | null> {
    return readMetricTotal(this, name, fallbackToSampledData, options);
  }

  /** All summaries; with a name that one, or an empty list where there is none. */
  async getMetricsSummary(name?: string, options?: CallOptions) {
    return named(await this.#api.getExperimentMetricsSummaries(this.key, options), name);
  }

  /** The values of all parameters, as texts; with a name those of that one, or an empty list where there is none. */
  async getParametersSummary(name?: string, options?: CallOptions) {
    return named(await this.#api.getExperimentParametersSummaries(this.key, options), name);
  }

  /** All summaries; with a name the list of its current values. */
  async getOthersSummary(
    name?: string,
    options?: CallOptions,
  ): Promise<Summary[] | (string | undefined)[]> {
    const all = await this.#api.getExperimentOthersSummaries(this.key, options);
    if (name === undefined) return all;
    return all.filter((one) => one.name === name).map(({ valueCurrent }) => valueCurrent);
  }

  /** The HTML that was logged, or null where it has none. */
  getHtml(options?: CallOptions) {
    return this.#api.getExperimentHtml(this.key, options);
  }

  /** The source code of the script, or null where it has none. */
  getCode(options?: CallOptions) {
    return this.#api.getExperimentCode(this.key, options);
  }

  /** What the script wrote to its output, or null where that was not logged. */
  getOutput(options?: CallOptions) {
    return this.#api.getExperimentOutput(this.key, options);
  }

  /** The model graph as it was logged, mostly JSON text, or null where it has none. */
  getModelGraph(options?: CallOptions) {
    return this.#api.getExperimentGraph(this.key, options);
  }

  /** Its assets of one type ("image", "curve", "audio", …), or of every type; sizes in bytes. */
  getAssetList(assetType = 'all', options?: CallOptions) {
    return this.#api.getExperimentAssetList(this.key, assetType, options);
  }

  /** One asset: bytes ('raw', 'binary'), text, parsed JSON or a Blob; rejects with `not_found` where there is none. */
  getAsset(assetId: string, returnType: ReturnType = 'binary', options?: CallOptions) {
    return this.#api.getExperimentAsset(this.key, assetId, returnType, options);
  }

  /** The first asset of that file name and type, or null. */
  getAssetByName(
    fileName: string,
    assetType = 'all',
    returnType: ReturnType = 'binary',
    options?: CallOptions,
  ) {
    return this.#api.getExperimentAssetByName(this.key, fileName, returnType, assetType, options);
  }

  /** All assets of that file name and type; null where there is none. */
  async getAssetsByName(
    fileName: string,
    assetType = 'all',
    returnType: ReturnType = 'binary',
    options?: CallOptions,
  ): Promise<unknown[] | null> {
    const listed = await this.getAssetList(assetType, options);
    const found = listed.filter((asset) => asset.fileName === fileName);
    if (found.length === 0) return null;
    return Promise.all(found.map(({ assetId }) => this.getAsset(assetId, returnType, options)));
  }

  /** The curves, parsed. */
  async getCurves(options?: CallOptions): Promise<Curve[]> {
    const listed = await this.getAssetList('curve', options);
    return Promise.all(listed.map(({ assetId, step }) => this.#curve(assetId, step, options)));
  }

  /** One of them. */
  async getCurve(assetId: string, options?: CallOptions): Promise<Curve> {
    const listed = await this.getAssetList('curve', options);
    return this.#curve(assetId, listed.find((one) => one.assetId === assetId)?.step, options);
  }

  async #curve(assetId: string, step?: number | null, options?: CallOptions): Promise<Curve> {
    const curve = (await this.getAsset(assetId, 'json', options)) as Omit<Curve, 'assetId'>;
    return { ...curve, step: step ?? null, assetId };
  }

  /** The names of the models, sorted. */
  async getModelNames(options?: CallOptions): Promise<string[]> {
    const models = (await this.#api.getExperimentModels(this.key, options)) ?? [];
    return [...new Set(models.map(({ modelName }) => modelName))].sort();
  }

  /** The assets of one model, or null where the server names none. */
  getModelAssetList(modelName: string, options?: CallOptions) {
    return this.#api.getExperimentModelAssetList(this.key, modelName, options);
  }

  /** The machine that it ran on: user, operating system, Python, GPUs, memory in bytes. */
  getSystemDetails(options?: CallOptions) {
    return this.#api.getExperimentSystemDetails(this.key, options);
  }

  /** One member of the system details, or null where it is not there. */
  async getSystemDetail<M extends keyof SystemDetails>(
    member: M,
    options?: CallOptions,
  ): Promise<SystemDetails[M] | null> {
    return (await this.getSystemDetails(options))[member] ?? null;
  }

  /** "name==version" of each installed package, or null where they were not logged. */
  getInstalledPackages(options?: CallOptions) {
    return this.#api.getExperimentInstalledPackages(this.key, options);
  }

  /** The state of its git repository: user, root, branch, parent and origin, each null where it is not known. */
  getGitMetadata(options?: CallOptions) {
    return this.#api.getExperimentGitMetadata(this.key, options);
  }

  /** The uncommitted changes as a zip, or null. */
  getGitPatch(options?: CallOptions) {
    return this.#api.getExperimentGitPatch(this.key, options);
  }

  /** The artifacts that it used ('input'), made ('output'), or both, in the server's JSON. */
  getArtifactLineage(direction: 'all' | 'input' | 'output' = 'all', options?: CallOptions) {
    return this.#api.getExperimentArtifactLineage(this.key, direction, options);
  }

  /**
   * The experiment as one object in the SDK's spelling, times in ms. With `full` also all that it logged, `metrics`
   * being the point objects of all metrics by name, and `git_patch` the bytes of the unpacked patch.
   */
  toJson(full: true, options?: CallOptions): Promise<FullExperimentJson>;
  toJson(full?: boolean, options?: CallOptions): Promise<ExperimentJson>;
  async toJson(full = false, options?: CallOptions): Promise<ExperimentJson> {
    const [url, name] = await Promise.all([
      this.getUrl(options),
      this.name ?? this.#api.getExperimentName(this.key, null, options),
    ]);
    const json = {
      id: this.id,
      name,
      workspace: this.workspace,
      project_name: this.projectName,
      archived: this.archived,
      url,
      duration_millis: this.durationMillis,
      start_server_timestamp: this.startServerTimestamp,
      end_server_timestamp: this.endServerTimestamp,
      optimization_id: this.optimizationId,
      file_path: this.filePath,
      file_name: this.fileName,
    };
    return full ? { ...json, ...(await this.#logged(options)) } : json;
  }

  async #logged(options?: CallOptions): Promise<Logged> {
    const calls: { [Name in keyof Logged]: Promise<Logged[Name]> } = {
      asset_list: this.getAssetList('all', options),
      code: this.getCode(options),
      html: this.getHtml(options),
      metrics: this.getMetrics(undefined, options).then((all) => all.flatMap((one) => [...one])),
      metrics_summary: this.#api.getExperimentMetricsSummaries(this.key, options),
      model_graph: this.getModelGraph(options),
      others_summary: this.#api.getExperimentOthersSummaries(this.key, options),
      output: this.getOutput(options),
      parameters_summary: this.#api.getExperimentParametersSummaries(this.key, options),
      system_details: this.getSystemDetails(options),
      tags: this.getTags(options),
      git_patch: this.getGitPatch(options).then((zip) => zip && unzipFirst(zip)),
      git_metadata: this.getGitMetadata(options),
    };
    const answers = await Promise.all(Object.values<Promise<unknown>>(calls));
    const entries = Object.keys(calls).map((name, index) => [name, answers[index]]);
    return Object.fromEntries(entries) as Logged;
  }
}
