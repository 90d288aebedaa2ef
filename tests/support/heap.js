// Decodes a long get-metric answer with the release build and looks at the WebAssembly heap.
import { readFile } from 'node:fs/promises';
import createGlue from '../../build/wasm-release/wasm/perihelion.mjs';

const wasm = new URL('../../build/wasm-release/wasm/perihelion.wasm', import.meta.url);
const ROWS_A_PIECE = 450;

/** A place for answers that keeps none. */
export const NOTHING_KEPT = { find: () => undefined, keep: () => undefined };

/** Loads the module with a fetch of one's own; also gives its memory. */
export async function loadGlue(fetch) {
  const module = await WebAssembly.compile(await readFile(wasm));
  let memory;
  const glue = await createGlue({
    fetch,
    instantiateWasm(imports, received) {
      void WebAssembly.instantiate(module, imports).then((instance) => {
        memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory);
        received(instance, module);
      });
      return {};
    },
  });
  return { glue, memory };
}

const point = (step) =>
  `{"metricName":"train_loss","metricValue":"${Math.exp(-step / 1e5)}",` +
  `"timestamp":${1_700_000_000_000 + step * 37},"step":${step},"epoch":${Math.floor(step / 500)},` +
  `"runContext":"train","offset":${step + 1}}`;

/** An answer of at least so many bytes, made up piece by piece while it is read. */
function answerOf(wanted, seen) {
  const encoder = new TextEncoder();
  const body = new ReadableStream({
    pull(controller) {
      let text = seen.rows === 0 ? '{"metrics":[' : ',';
      text += Array.from({ length: ROWS_A_PIECE }, () => point(seen.rows++)).join(',');
      const last = seen.bytes + text.length >= wanted;
      const piece = encoder.encode(last ? `${text}]}` : text);
      seen.bytes += piece.length;
      seen.largestPiece = Math.max(seen.largestPiece, piece.length);
      controller.enqueue(piece);
      if (last) controller.close();
    },
  });
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}

/**
 * Decodes an answer of `wanted` bytes. Resolves to bytes: of the answer, of its columns, of its largest piece, and of
 * the whole heap after it. A WebAssembly memory never shrinks, so that is its high-water mark.
 */
export async function measureHeap(wanted) {
  const seen = { rows: 0, bytes: 0, largestPiece: 0 };
  const { glue, memory } = await loadGlue(() => Promise.resolve(answerOf(wanted, seen)));
  const client = new glue.RestClient('{"baseUrl":"http://memory.test"}', undefined, NOTHING_KEPT);
  const api = new glue.API(client, '', 'all');
  const series = await new Promise((resolve, reject) => {
    const args = JSON.stringify({ experiment_key: 'k', metric: 'train_loss' });
    api.getExperimentMetric(args, (ok, answer) =>
      ok ? resolve(answer) : reject(new Error(answer)),
    );
  });
  const heap = memory.buffer.byteLength;
  if (series.value.length !== seen.rows)
    throw new Error(`${series.value.length} of ${seen.rows} points`);
  const columns = ['value', 'step', 'epoch', 'timestamp', 'offset', 'context']
    .map((name) => series[name].byteLength)
    .reduce((a, b) => a + b);
  api.delete();
  client.delete();
  return { ...seen, columns, heap };
}
