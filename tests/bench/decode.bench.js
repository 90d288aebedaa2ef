// Metric answers to columns, in Node and in Chromium.
import { runInNodeAndChromium } from './run-workload.js';

export const run = () => runInNodeAndChromium('decode');
