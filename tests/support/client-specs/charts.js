/** Charts of many experiments: batches, parts, progress. */

/** Keys of a spec's own; the first of each batch tells the weather. */
const keysOf = (project, count, weather = '200') =>
  Array.from({ length: count }, (_, index) => `${weather}#${project}-${index}.`);

export const charts = [
  {
    name: 'a chart of 50 experiments: batches of 20, whole and in order',
    async run({ open, project, batches, assert }) {
      const keys = keysOf(project, 50);
      const chart = await open().getMetricsForChart(keys, ['loss']);
      assert.deepEqual(Object.keys(chart), keys);
      assert.deepEqual([...chart[keys[45]].metrics[0].values], [0.5, 5]);
      assert.equal(chart[keys[0]].experimentName, null);
      const asked = await batches();
      assert.deepEqual(asked.map((batch) => batch.length).sort(), [10, 20, 20]);
      assert.deepEqual(asked.flat().sort(), [...keys].sort());
    },
  },
  {
    name: 'parts of a chart come as they arrive, and are the whole',
    async run({ open, project, assert }) {
      const keys = keysOf(project, 50);
      keys[0] = keys[0].replace('200', 'slow to begin');
      const parts = [];
      const onPart = (part, progress) => parts.push({ part, progress });
      const chart = await open().getMetricsForChart(keys, ['loss'], { onPart });
      const told = parts.map(({ progress }) => progress);
      assert.equal(parts.length, 3);
      assert.deepEqual(Object.keys(parts[2].part), keys.slice(0, 20), 'the slow one is the last');
      assert.ok([10, 20].includes(told[0].done));
      assert.deepEqual(told.slice(1), [
        { done: 30, all: 50 },
        { done: 50, all: 50 },
      ]);
      for (const { part } of parts)
        for (const [key, entry] of Object.entries(part)) assert.ok(chart[key] === entry, key);
      assert.deepEqual(Object.keys(chart), keys);
    },
  },
  {
    name: 'a part whose taker throws ends the call with that',
    async run({ open, project, assert }) {
      let count = 0;
      const onPart = () => {
        count += 1;
        throw new RangeError('enough');
      };
      const call = open().getMetricsForChart(keysOf(project, 100), ['loss'], { onPart });
      const error = await call.catch((reason) => reason);
      assert.equal(String(error), 'RangeError: enough');
      assert.ok(count >= 1);
    },
  },
  {
    name: 'the same chart five times at once and once more: each batch asked once, to each its own',
    async run({ open, project, batches, assert }) {
      const keys = keysOf(project, 50, 'slow to begin');
      const [first, second] = [open(), open()];
      const ask = (api) => api.getMetricsForChart(keys, ['loss']);
      const all = await Promise.all([first, second, first, second, first].map(ask));
      all.push(await ask(second));
      assert.equal((await batches()).length, 3);
      all[0][keys[7]].metrics[0].values.fill(0);
      for (const chart of all.slice(1)) {
        assert.deepEqual(Object.keys(chart), keys);
        assert.deepEqual([...chart[keys[7]].metrics[0].values], [0.5, 7]);
      }
      assert.match(await second.getPanelReport(), /all: 0 requests .* 3 from the cache, 6 shared/);
    },
  },
  {
    name: 'a batch that is known is not asked for again, unless the cache is off or cleared',
    async run({ open, project, batches, assert }) {
      const keys = keysOf(project, 41);
      const api = open();
      const ask = async (count) => {
        await api.getMetricsForChart(keys.slice(0, count), ['loss']);
        return (await batches()).length;
      };
      assert.equal(await ask(40), 2);
      assert.equal(await ask(41), 3, 'one more experiment is one more batch');
      assert.equal(await ask(20), 3);
      await api.clearCache();
      assert.equal(await ask(20), 4);
      await api.useCache(false);
      assert.equal(await ask(20), 5);
    },
  },
  {
    name: 'a table of many experiments is made of what a chart has left',
    async run({ open, project, batches, assert }) {
      const keys = keysOf(project, 30);
      const api = open();
      await api.getMetricsForChart(keys, ['loss']);
      const frame = await api.getMetricsDf(keys, ['loss']);
      assert.equal(frame.x.length, 60);
      assert.equal(frame.columns.loss.at(-1), 9);
      assert.equal((await batches()).length, 2);
    },
  },
  {
    name: 'a chart given up: no further batch is asked for',
    async run({ open, project, batches, failure, assert }) {
      const controller = new AbortController();
      const keys = keysOf(project, 2000, 'slow to begin');
      const given = failure(
        open().getMetricsForChart(keys, ['loss'], {
          signal: controller.signal,
          onPart: () => controller.abort(),
        }),
      );
      assert.equal((await given).code, 'cancelled');
      const pause = () => new Promise((resolve) => setTimeout(resolve, 700));
      // Time for what was on its way to the server.
      await pause();
      const { length } = await batches();
      assert.ok(length < 20, `${length} of 20 batches`);
      await pause();
      assert.equal((await batches()).length, length);
    },
  },
  {
    name: 'progress is told while answers come, and that they have come',
    async run({ open, project, when, assert }) {
      const told = [];
      const api = open({ onProgress: (progress) => told.push(progress) });
      const keys = keysOf(project, 50);
      keys[20] = keys[20].replace('200', 'slow to begin');
      await api.getMetricsForChart(keys, ['loss']);
      await when(
        () => told,
        () => told.at(-1)?.active === false,
      );
      const last = told.at(-1);
      assert.deepEqual([last.done, last.all], [50, 50]);
      assert.ok(last.received > 1000, `${last.received} bytes`);
      const [first] = told;
      assert.deepEqual([first.active, first.done, first.all], [true, 30, 50]);
      assert.ok(first.received > 0 && first.received < last.received);
    },
  },
];
