// Answers as Comet's server writes them, of any size.

const encoder = new TextEncoder();
const loss = (step, length) => Math.exp(-step / length) + Math.sin(step) / 100;

/** A get-metric answer of so many points, as bytes. */
export function metricAnswer(count) {
  const rows = Array.from({ length: count }, (_, step) => ({
    metricName: 'train_loss',
    metricValue: String(loss(step, count)),
    timestamp: 1_700_000_000_000 + step * 37,
    step,
    epoch: Math.floor(step / 500),
    runContext: 'train',
    offset: step + 1,
  }));
  return encoder.encode(JSON.stringify({ metrics: rows }));
}

/** What a multi-metric-chart answer has for an experiment, from its key on. */
export function chartEntry(key, points) {
  const at = (value) => Array.from({ length: points }, (_, step) => value(step));
  const shift = [...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const entry = {
    experimentKey: key,
    experimentName: `run ${key}`,
    empty: false,
    steps: null,
    epochs: null,
    metrics: [
      {
        metricName: 'loss',
        values: at((step) => loss(step + shift, points)),
        steps: at((step) => step),
        epochs: null,
        timestamps: null,
        durations: null,
      },
    ],
    params: null,
  };
  return `${JSON.stringify(key)}:${JSON.stringify(entry)}`;
}

/** A multi-metric-chart answer from the entries of its experiments, as bytes. */
export const chartAnswer = (entries) =>
  encoder.encode(`{"empty":false,"experiments":{${entries.join(',')}}}`);

/**
 * A fetch that answers with these bytes, in pieces as a network delivers them. They are cut beforehand: bytes that have
 * arrived lie in memory of their own, and to copy them there is not what is measured.
 */
export function answering(bytes, piece = 64 * 1024) {
  const count = Math.ceil(bytes.length / piece);
  const pieces = Array.from({ length: count }, (_, i) => bytes.slice(i * piece, (i + 1) * piece));
  return () => {
    let next = 0;
    const body = new ReadableStream({
      pull(controller) {
        controller.enqueue(pieces[next++]);
        if (next === count) controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-type': 'application/json' } }));
  };
}
