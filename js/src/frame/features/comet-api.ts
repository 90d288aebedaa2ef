import type { APIExperiment } from '../../api/experiment.js';
import type { ReturnType } from '../../api/assets.js';
import type { ExperimentApi, Summary } from '../../api/types.js';

type Plain = Record<string, unknown>;

/** Typed arrays as the lists that Comet's answers hold. */
function withLists(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>);
  if (Array.isArray(value)) return value.map(withLists);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withLists(member)]),
  );
}

/** Experiments as their metadata; all else as it is. */
function asMetadata(found: unknown): unknown {
  if (Array.isArray(found)) return found.map(asMetadata);
  return typeof found === 'object' && found !== null && 'metadata' in found
    ? (found as APIExperiment).metadata
    : found;
}

function named(summaries: Summary[], name: string | undefined): Summary[] {
  return name === undefined ? summaries : summaries.filter((one) => one.name === name);
}

/** `Comet.API` of Comet's JavaScript panels: its method names over the panel's own `api`. */
export class CometApi {
  #api!: ExperimentApi;
  #urls: Readonly<Record<string, string>> = {};
  #projectId: string | null = null;
  readonly #store = new Map<string, unknown>();

  /** What it calls from now on, and what is known without a call: the panel's project and addresses of experiments. */
  use(api: ExperimentApi, projectId: string | null, urls: Readonly<Record<string, string>>): this {
    this.#api = api;
    this.#projectId = projectId;
    this.#urls = urls;
    return this;
  }

  getVersion(): string {
    return 'v2';
  }

  experimentURL(experimentKey: string): string {
    const url = this.#urls[experimentKey];
    if (url === undefined) throw new Error(`experimentURL knows the panel's experiments only`);
    return url;
  }

  experimentMetadata(experimentKey: string) {
    return this.#api.getExperimentMetadata(experimentKey);
  }

  async experimentTags(experimentKey: string) {
    return (await this.#api.getExperimentTags(experimentKey)) ?? [];
  }

  workspaces() {
    return this.#api.getWorkspaces();
  }

  projects(workspace?: string) {
    return this.#api.getProjects(workspace);
  }

  projectNotes(projectId?: string) {
    return this.#api.getProjectNotes(this.#otherProject(projectId));
  }

  projectMetadata(projectId?: string) {
    return this.#api.getProject(null, null, this.#otherProject(projectId));
  }

  async get(workspace?: string, project?: string, experiment?: string) {
    return asMetadata(await this.#api.get(workspace, project, experiment));
  }

  async experimentsByProjectName(workspace: string, project: string) {
    return asMetadata(await this.#api.getExperiments(workspace, project));
  }

  async experimentsByProjectId(projectId?: string) {
    const other = this.#otherProject(projectId);
    return Object.values(await this.#api.getProjectExperiments(null, null, other));
  }

  experimentHtml(experimentKey: string) {
    return this.#api.getExperimentHtml(experimentKey);
  }

  experimentCode(experimentKey: string) {
    return this.#api.getExperimentCode(experimentKey);
  }

  experimentOutput(experimentKey: string) {
    return this.#api.getExperimentOutput(experimentKey);
  }

  experimentInstalledPackages(experimentKey: string) {
    return this.#api.getExperimentInstalledPackages(experimentKey);
  }

  experimentSystemDetails(experimentKey: string) {
    return this.#api.getExperimentSystemDetails(experimentKey);
  }

  experimentGraph(experimentKey: string) {
    return this.#api.getExperimentGraph(experimentKey);
  }

  /** The assets of each image, with a blob: address as `imagePath`. */
  async experimentImages(experimentKey: string) {
    const assets = await this.#api.getExperimentAssetList(experimentKey, 'image');
    return Promise.all(
      assets.map(async (asset) => {
        const bytes = await this.#api.getExperimentAsset(experimentKey, asset.assetId, 'blob');
        return { ...asset, figName: asset.fileName, imagePath: URL.createObjectURL(bytes) };
      }),
    );
  }

  async experimentParameters(experimentKey: string, name?: string) {
    return named(await this.#api.getExperimentParametersSummaries(experimentKey), name);
  }

  async experimentMetricsSummary(experimentKey: string, metricName?: string) {
    return named(await this.#api.getExperimentMetricsSummaries(experimentKey), metricName);
  }

  async experimentOther(experimentKey: string, other?: string, value?: string) {
    const found = named(await this.#api.getExperimentOthersSummaries(experimentKey), other);
    return value === undefined ? found : found.filter((one) => one.valueCurrent === value);
  }

  experimentName(experimentKey: string, maxLength?: number) {
    return this.#api.getExperimentName(experimentKey, maxLength);
  }

  /** All points as objects, values as numbers; every `interval`th where there is one. */
  async experimentMetric(experimentKey: string, metricName: string, interval = 1) {
    const points = [...(await this.#api.getExperimentMetric(experimentKey, metricName))];
    return interval > 1 ? points.filter((_, at) => at % interval === 0) : points;
  }

  /** The points of many metrics, or one member of each point. */
  async experimentMetricsRaw(experimentKey: string, names?: readonly string[], field?: string) {
    const all = await this.#api.getExperimentMetrics(experimentKey);
    const wanted = all.filter(({ name }) => !names?.length || names.includes(name));
    const points = wanted.flatMap((series) => [...series]);
    return field ? points.map((point) => (point as unknown as Plain)[field]) : points;
  }

  async experimentMetricsForChart(
    experiments: readonly string[],
    metrics?: readonly string[],
    parameters?: readonly string[],
    independentMetrics?: boolean,
    fetchFull?: boolean,
  ) {
    return withLists(
      await this.#api.getMetricsForChart(
        experiments,
        metrics,
        parameters,
        independentMetrics,
        fetchFull,
      ),
    );
  }

  experimentAssets(experimentKey: string) {
    return this.#api.getExperimentAssetList(experimentKey, 'all');
  }

  experimentAsset(experimentKey: string, assetId: string, returnType: ReturnType = 'text') {
    return this.#api.getExperimentAsset(experimentKey, assetId, returnType);
  }

  experimentAssetByName(experimentKey: string, fileName: string, returnType: ReturnType = 'text') {
    return this.#api.getExperimentAssetByName(experimentKey, fileName, returnType);
  }

  async experimentCurves(experimentKey: string) {
    return (await this.#api.getExperiment(experimentKey))?.getCurves() ?? [];
  }

  store(key: string, value: unknown): void {
    this.#store.set(key, value);
  }

  getFromStore(key: string): unknown {
    return this.#store.get(key);
  }

  getStore(): Plain {
    return Object.fromEntries(this.#store);
  }

  /** The panel's own project is within its scope, but only where it goes without saying. */
  #otherProject(projectId: string | undefined): string | undefined {
    return projectId === this.#projectId ? undefined : projectId;
  }
}
