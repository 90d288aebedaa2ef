// The reductions of a million points, in Node and in Chromium.
import { runInNodeAndChromium } from './run-workload.js';

export const run = () => runInNodeAndChromium('reduce');
