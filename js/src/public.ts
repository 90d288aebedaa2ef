export type { ClientOptions } from './api/core.js';
export { PerihelionError, type ErrorCode } from './api/errors.js';
export { APIExperiment, type ExperimentMetadata } from './api/experiment.js';
export type { API, ApiOptions, LoadOptions, Perihelion } from './api/load.js';
export { MetricSeries, type MetricColumns, type MetricPoint } from './api/metric-series.js';
export type * from './api/types.js';
export type { WasmSource } from './api/wasm-source.js';
