import { sizeOfCore, sizeOfFrames } from '../support/sizes.js';

export async function run() {
  const row = (name, ours, goal) => ({ name, unit: 'kB', ours, goal });
  return [
    row('perihelion.wasm and its glue, brotli', await sizeOfCore(), '≤ 120 kB'),
    row('the frames of a panel before a feature is used, brotli', await sizeOfFrames(), '≤ 30 kB'),
  ];
}
