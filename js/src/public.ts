export type { ArrowModule } from './api/arrow.js';
export type { Auth, ClientOptions, MemoryUse } from './api/core.js';
export { PerihelionError, type ErrorCode } from './api/errors.js';
export {
  APIExperiment,
  type Curve,
  type ExperimentJson,
  type ExperimentMetadata,
  type FullExperimentJson,
} from './api/experiment.js';
export type { API, ApiOptions, LoadOptions, Perihelion } from './api/load.js';
export {
  Environment,
  Metadata,
  Metric,
  Other,
  Parameter,
  Predicate,
  QueryVariable,
  Tag,
  type QuerySource,
  type QueryValue,
} from './api/query.js';
export type { LoadProgress, OnProgress } from './api/progress.js';
export type { ReturnType } from './api/assets.js';
export type { ExperimentsQuery, ProjectQuery } from './api/experiment-api.js';
export { imageUrl } from './api/image-url.js';
export { MetricHandle } from './api/metric-handle.js';
export { MetricSeries, type MetricColumns, type MetricPoint } from './api/metric-series.js';
export type { MetricTotal } from './api/metric-total.js';
export type * from './api/reduce-types.js';
export type * from './api/types.js';
export type { WasmSource } from './api/wasm-source.js';
