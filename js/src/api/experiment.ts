import type { ReturnType } from './assets.js';
import type { ExperimentApi } from './experiment-api.js';
import type { MetricSeries } from './metric-series.js';
import type { CallOptions, Summary, SystemDetails } from './types.js';

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

/** All of a list, or the one of that name; an empty list where there is none. */
function named(list: Summary[], name: string | undefined): Summary[] | Summary {
  return name === undefined ? list : (list.find((one) => one.name === name) ?? []);
}

/**
 * One experiment as a listing or its metadata describes it, with what can be read of it. Attributes make no request;
 * each `get…` asks through the API that the experiment came from, and rejects as its methods do.
 */
export class APIExperiment {
  readonly metadata: ExperimentMetadata;
  readonly #api: ExperimentApi;

  constructor(metadata: ExperimentMetadata, api: ExperimentApi) {
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

  /** The experiment's name, or null where it has none. */
  get name(): string | null {
    return this.metadata.experimentName ?? null;
  }

  get workspace(): string | null {
    return this.metadata.workspaceName ?? null;
  }

  get projectName(): string | null {
    return this.metadata.projectName ?? null;
  }

  get projectId(): string | null {
    return this.metadata.projectId ?? null;
  }

  get optimizationId(): string | null {
    return this.metadata.optimizationId ?? null;
  }

  get fileName(): string | null {
    return this.metadata.fileName ?? null;
  }

  get filePath(): string | null {
    return this.metadata.filePath ?? null;
  }

  get archived(): boolean {
    return this.metadata.archived ?? false;
  }

  get durationMillis(): number | null {
    return this.metadata.durationMillis ?? null;
  }

  /** ms since 1970 UTC. */
  get startServerTimestamp(): number | null {
    return this.metadata.startTimeMillis ?? null;
  }

  /** ms since 1970 UTC. */
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

  async getState(options?: CallOptions): Promise<'running' | 'crashed' | 'finished'> {
    const { running, hasCrashed } = await this.getMetadata(options);
    if (running) return 'running';
    return hasCrashed ? 'crashed' : 'finished';
  }

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

  /** All summaries; with a name that one, or an empty list where there is none. */
  async getMetricsSummary(name?: string, options?: CallOptions) {
    return named(await this.#api.getExperimentMetricsSummaries(this.key, options), name);
  }

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

  getHtml(options?: CallOptions) {
    return this.#api.getExperimentHtml(this.key, options);
  }

  getCode(options?: CallOptions) {
    return this.#api.getExperimentCode(this.key, options);
  }

  getOutput(options?: CallOptions) {
    return this.#api.getExperimentOutput(this.key, options);
  }

  getModelGraph(options?: CallOptions) {
    return this.#api.getExperimentGraph(this.key, options);
  }

  getAssetList(assetType = 'all', options?: CallOptions) {
    return this.#api.getExperimentAssetList(this.key, assetType, options);
  }

  getAsset(assetId: string, returnType: ReturnType = 'binary', options?: CallOptions) {
    return this.#api.getExperimentAsset(this.key, assetId, returnType, options);
  }

  getAssetByName(fileName: string, returnType: ReturnType = 'binary', options?: CallOptions) {
    return this.#api.getExperimentAssetByName(this.key, fileName, returnType, options);
  }

  /** The curves, parsed. */
  async getCurves(options?: CallOptions): Promise<Curve[]> {
    const listed = await this.getAssetList('curve', options);
    return Promise.all(
      listed.map(async ({ assetId, step }) => {
        const curve = (await this.getAsset(assetId, 'json', options)) as Omit<Curve, 'assetId'>;
        return { ...curve, step: step ?? null, assetId };
      }),
    );
  }

  /** The names of the models, sorted. */
  async getModelNames(options?: CallOptions): Promise<string[]> {
    const models = (await this.#api.getExperimentModels(this.key, options)) ?? [];
    return [...new Set(models.map(({ modelName }) => modelName))].sort();
  }

  getModelAssetList(modelName: string, options?: CallOptions) {
    return this.#api.getExperimentModelAssetList(this.key, modelName, options);
  }

  getSystemDetails(options?: CallOptions) {
    return this.#api.getExperimentSystemDetails(this.key, options);
  }

  /** One member of the system details, or null: the SDK's single getters (`get_os`, `get_user`, …). */
  async getSystemDetail<M extends keyof SystemDetails>(
    member: M,
    options?: CallOptions,
  ): Promise<SystemDetails[M] | null> {
    return (await this.getSystemDetails(options))[member] ?? null;
  }

  getInstalledPackages(options?: CallOptions) {
    return this.#api.getExperimentInstalledPackages(this.key, options);
  }

  getGitMetadata(options?: CallOptions) {
    return this.#api.getExperimentGitMetadata(this.key, options);
  }

  /** The uncommitted changes as a zip, or null. */
  getGitPatch(options?: CallOptions) {
    return this.#api.getExperimentGitPatch(this.key, options);
  }

  getArtifactLineage(direction: 'all' | 'input' | 'output' = 'all', options?: CallOptions) {
    return this.#api.getExperimentArtifactLineage(this.key, direction, options);
  }
}
