import type { APIExperiment } from './experiment.js';

/** How far an API may look; anything outside rejects with `forbidden` before it is asked for. */
export type Scope = 'context' | 'project' | 'workspace' | 'all';

/** What the hosting page says a panel is about. Every part is optional. */
export interface PanelContext {
  workspace?: string;
  projectName?: string;
  projectId?: string;
  experimentKeys?: readonly string[];
  /** The text of a query: the panel's experiments are those that fulfil it, among the keys where there are some. */
  query?: string;
  /** Asked of the server where left out. */
  metricsNames?: readonly string[];
  options?: Record<string, unknown>;
  /** By experiment key. */
  experimentColors?: Record<string, Color>;
  /** By metric name. */
  metricColors?: Record<string, Color>;
  /** Of the panel, in CSS pixels. */
  width?: number;
  height?: number;
}

/** A color for lines, and a lighter one for areas, both as CSS has them. */
export interface Color {
  primary: string;
  light: string;
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
  experimentName: string | null;
  empty: boolean;
  steps: Float64Array | null;
  epochs: Float64Array | null;
  metrics: ChartMetric[];
  /** Name to value; null where no parameters were asked for. */
  params: Record<string, unknown> | null;
}

/** Metrics of many experiments as one table, with a row for each experiment and place on the x axis. */
export interface MetricsFrame {
  experimentKey: string[];
  experimentName: (string | null)[];
  xAxis: 'step' | 'epoch' | 'duration';
  /** Steps, epochs, or ms since the start of the experiment. */
  x: Float64Array;
  /** One column a metric; NaN where there is no value. */
  columns: Record<string, Float64Array>;
}

/** One column of a project: what its experiments logged under a name. */
export interface ProjectColumn {
  name: string;
  id: string;
  type: 'double' | 'string' | 'boolean' | 'datetime' | 'timenumber';
  source: 'metrics' | 'params' | 'log_other' | 'metadata' | 'tag' | 'env_details';
}

/** An asset in the server's spelling. */
export interface AssetInfo {
  assetId: string;
  fileName: string;
  /** Bytes. */
  fileSize: number;
  type?: string | null;
  step?: number | null;
  runContext?: string | null;
  /** ms since 1970 UTC. */
  createdAt?: number;
  dir?: string;
  link?: string;
  /** JSON as text. */
  metadata?: string | null;
  remote?: boolean;
  image?: boolean;
  [member: string]: unknown;
}

/** A model that an experiment logged, in the server's spelling. */
export interface Model {
  experimentModelId: string;
  experimentKey: string;
  modelName: string;
  [member: string]: unknown;
}

/** The machine that an experiment ran on, in the server's spelling. */
export interface SystemDetails {
  user?: string | null;
  pid?: number | null;
  os?: string | null;
  osType?: string | null;
  osRelease?: string | null;
  machine?: string | null;
  processor?: string | null;
  ip?: string | null;
  hostname?: string | null;
  networkInterfaceIps?: string[] | null;
  command?: string[] | null;
  executable?: string | null;
  pythonVersion?: string | null;
  pythonVersionVerbose?: string | null;
  installedPackages?: string[] | null;
  osPackages?: string[] | null;
  /** Bytes. */
  totalRam?: number | null;
  /** Bytes. */
  maxTotalMemory?: number | null;
  gpuStaticInfoList?: GpuInfo[] | null;
  logAdditionalSystemInfoList?: { key: string; value: string }[] | null;
  systemMetricNames?: string[] | null;
  [member: string]: unknown;
}

/** One GPU of the machine. */
export interface GpuInfo {
  gpuIndex?: number;
  name?: string;
  uuid?: string;
  /** Bytes. */
  totalMemory?: number;
  /** Milliwatts. */
  powerLimit?: number;
  [member: string]: unknown;
}

/** What every call takes last. */
export interface CallOptions {
  /** Aborting it rejects the call with an AbortError and ends its request. */
  signal?: AbortSignal | undefined;
  /**
   * For assets: told after each piece, in bytes. `total` is undefined where the server does not say it reliably, and in a
   * page whose server is of another origin: there it cannot see whether the answer is compressed.
   */
  onProgress?: ((progress: { received: number; total: number | undefined }) => void) | undefined;
  /**
   * For `getMetricsForChart`: told of each part of the answer when it arrives, in whatever order; its arrays are those of
   * the whole answer. `done` of `all` experiments have been answered for by then. What it throws ends the call.
   */
  onPart?:
    | ((part: Record<string, ChartExperiment>, progress: { done: number; all: number }) => void)
    | undefined;
}

/** A key, or the experiment itself. */
export type ExperimentRef = string | APIExperiment;

export type { ExperimentApi } from './experiment-api.js';
