// How large the WebAssembly heap gets while an answer of 100 MB is decoded: by its columns, not by its bytes.
import { measureHeap } from '../support/heap.js';

const MEGABYTE = 1e6;

export async function run() {
  const { bytes, columns, largestPiece, heap } = await measureHeap(100 * MEGABYTE);
  const limit = (columns + largestPiece) / MEGABYTE + 2;
  return [
    {
      name: `WASM heap, ${Math.round(bytes / MEGABYTE)} MB of get-metric; columns ${(columns / MEGABYTE).toFixed(1)} MB`,
      unit: 'MB',
      ours: heap / MEGABYTE,
      goal: `≤ ${limit.toFixed(1)} MB`,
    },
  ];
}
