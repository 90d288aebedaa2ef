/** What the client takes of memory, and gives back. */

const MEGABYTE = 2 ** 20;
const keysOf = (project, round) => [1, 2].map((index) => `200#${project}-${round}-${index}.`);

export const memory = [
  {
    name: '1,000 charts in a row leave the memory of the core flat',
    limit: 150_000,
    async run({ open, project, builders, batches, assert }) {
      const api = open();
      const ask = async (round) => {
        const keys = keysOf(project, round);
        const chart = await api.getMetricsForChart(keys, ['loss']);
        assert.equal(Object.keys(chart).length, 2);
      };
      const askMany = async (from, to) => {
        for (let round = from; round < to; round += 25)
          await Promise.all(Array.from({ length: 25 }, (_, index) => ask(round + index)));
      };
      await askMany(0, 100);
      const before = await builders.memory();
      await askMany(100, 1000);
      const after = await builders.memory();
      assert.equal((await batches()).length, 1000);
      assert.ok(after.heap <= before.heap + MEGABYTE, `from ${before.heap} to ${after.heap}`);
      assert.ok(after.answers <= 64 * MEGABYTE, `${after.answers} bytes of answers`);
    },
  },
  {
    name: 'a large answer: memory is given back at rest, and neither answers, counts nor calls are lost',
    async run({ open, key, apiKey, builders, seen, when, assert }) {
      let keys = 0;
      const auth = () => {
        keys += 1;
        return apiKey;
      };
      const api = open({ apiKey: undefined, auth });
      const asked = key('very many points');
      const { renewals } = await builders.memory();
      const series = await api.getExperimentMetric(asked, 'loss');
      assert.equal(series.length, 450_000);
      const { heap } = await builders.memory();
      assert.ok(heap > 18 * MEGABYTE, `${heap} bytes`);
      // Calls at any moment before, during and after the change.
      let calls = 0;
      const renewed = await when(
        async () => {
          if (calls % 8 === 0) await new Promise((resolve) => setTimeout(resolve, 600));
          calls += 1;
          assert.deepEqual(await api.getExperimentTags(key('200')), ['fair']);
          return builders.memory();
        },
        (use) => use.renewals > renewals,
      );
      assert.ok(renewed.heap < 6 * MEGABYTE, `${renewed.heap} bytes`);
      assert.ok(renewed.highest >= heap);
      assert.equal(await api.getPanelRequestCount(), 1 + calls);
      assert.equal(keys, 1, 'the key is known');
      const again = await api.getExperimentMetric(asked, 'loss');
      assert.deepEqual([again.length, again.step.at(-1), again.name], [450_000, 1, 'loss']);
      assert.equal((await seen(asked)).length, 1);
    },
  },
  {
    name: 'an answer beyond maxSeriesBytes is refused by name, and the next one read',
    async run({ open, key, seen, failure, assert }) {
      const api = open({ maxSeriesBytes: MEGABYTE });
      const asked = key('very many points');
      const error = await failure(api.getExperimentMetric(asked, 'loss'));
      assert.equal(error.code, 'too_large');
      assert.match(error.message, /more than 1048576 bytes .*maxSeriesBytes/);
      assert.equal((await seen(asked)).length, 1, 'no retry would help');
      assert.equal((await api.getExperimentMetric(key('200'), 'loss')).length, 100);
    },
  },
];
