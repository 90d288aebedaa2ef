/** What many calls share: requests, answers, places. */

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** The most requests that were open at one time. */
function mostAtOnce(requests) {
  const changes = requests.flatMap(({ begun, ended }) => [
    [begun, 1],
    [ended ?? Infinity, -1],
  ]);
  changes.sort(([a], [b]) => a - b);
  let open = 0;
  return Math.max(...changes.map(([, change]) => (open += change)));
}

export const sharing = [
  {
    name: 'the same asked five times at once: one request',
    async run({ open, key, seen, assert }) {
      const api = open();
      const asked = key('slow to begin');
      const answers = await Promise.all(times(5, () => api.getExperimentTags(asked)));
      assert.deepEqual(
        answers,
        times(5, () => ['fair']),
      );
      assert.equal((await seen(asked)).length, 1);
      assert.match(await api.getPanelReport(), /all: 1 requests .* 4 shared/);
    },
  },
  {
    name: 'one of two who share gives up: the other has its answer',
    async run({ open, key, seen, failure, arrived, assert }) {
      const api = open();
      const asked = key('slow to begin');
      const controller = new AbortController();
      const given = failure(api.getExperimentTags(asked, { signal: controller.signal }));
      const kept = api.getExperimentTags(asked);
      await arrived(asked);
      controller.abort();
      assert.equal((await given).code, 'cancelled');
      assert.deepEqual(await kept, ['fair']);
      assert.equal((await seen(asked)).length, 1);
    },
  },
  {
    name: 'an answer that is known: no request, unless the cache is off or cleared',
    async run({ open, key, seen, assert }) {
      const api = open();
      const asked = key('200');
      const requests = async () => (await seen(asked)).length;
      await api.getExperimentTags(asked);
      await api.getExperimentTags(asked);
      assert.equal(await requests(), 1);
      assert.equal(await api.getPanelRequestCount(), 1);
      assert.match(await api.getPanelReport(), /experiment\/tags: 1 requests .* 1 from the cache/);
      await api.clearCache();
      await api.getExperimentTags(asked);
      assert.equal(await requests(), 2);
      await api.useCache(false);
      await api.getExperimentTags(asked);
      assert.equal(await requests(), 3);
      await api.useCache(true);
      await api.getExperimentTags(asked);
      assert.equal(await requests(), 3);
      assert.equal(await api.getPanelRequestCount(), 3);
    },
  },
  {
    name: 'an error is not kept',
    async run({ open, key, failure, assert }) {
      const api = open();
      const asked = key('404-then-200');
      assert.equal((await failure(api.getExperimentTags(asked))).code, 'not_found');
      assert.deepEqual(await api.getExperimentTags(asked), ['fair']);
    },
  },
  {
    name: 'twenty questions at once: at most six requests at a time',
    async run({ open, key, seen, assert }) {
      const api = open();
      const keys = times(20, () => key('slow to begin'));
      await Promise.all(keys.map((asked) => api.getExperimentTags(asked)));
      const requests = await seen('slow to begin#', keys);
      assert.equal(requests.length, 20);
      const most = mostAtOnce(requests);
      assert.ok(most > 1 && most <= 6, `${most} at once`);
    },
  },
  {
    name: 'two APIs over one client take turns',
    async run({ open, key, seen, assert }) {
      const [first, second] = [open(), open()];
      const many = times(18, () => key('slow to begin'));
      const few = times(2, () => key('slow to begin'));
      const calls = many.map((asked) => first.getExperimentTags(asked));
      calls.push(...few.map((asked) => second.getExperimentTags(asked)));
      await Promise.all(calls);
      const order = (await seen('slow to begin#', [...many, ...few])).map((request) => request.key);
      assert.equal(order.length, 20);
      const late = many.filter((asked) => order.indexOf(asked) > order.indexOf(few[1]));
      assert.ok(late.length >= 6, `only ${late.length} of the first API's came after the second's`);
    },
  },
  {
    name: 'a call of more requests than go at once, given up: their places are free again',
    async run({ open, key, failure, arrived, assert }) {
      const api = open();
      for (let round = 0; round < 3; round++) {
        const asked = key('200-then-slow to begin');
        const controller = new AbortController();
        const given = failure(api.getExperimentImages(asked, { signal: controller.signal }));
        await arrived(asked, 2);
        controller.abort();
        assert.equal((await given).code, 'cancelled');
      }
      const answers = await Promise.all(times(7, () => api.getExperimentTags(key('200'))));
      assert.deepEqual(
        answers,
        times(7, () => ['fair']),
      );
    },
  },
  {
    name: '1,000 calls given up at any moment: all settle, and a new call works',
    async run({ open, key, seen, quiet, assert }) {
      const api = open();
      const keys = times(1000, (index) => key(index % 3 ? '200' : 'slow to begin'));
      const calls = keys.map((asked, index) => {
        const controller = new AbortController();
        setTimeout(() => controller.abort(), ((index * 7919) % 997) / 2);
        return api.getExperimentTags(asked, { signal: controller.signal });
      });
      const settled = await Promise.allSettled(calls);
      const cancelled = settled.filter(({ reason }) => reason?.name === 'AbortError');
      const answered = settled.filter(({ value }) => value?.[0] === 'fair');
      assert.equal(cancelled.length + answered.length, 1000);
      assert.ok(cancelled.length > 0, 'some were given up');
      const last = key('200');
      assert.deepEqual(await api.getExperimentTags(last), ['fair']);
      await quiet('#', [...keys, last]);
      assert.equal((await seen(last)).length, 1);
    },
  },
];
