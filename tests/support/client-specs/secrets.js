/** Who gets the key, and how it is asked for. */

const authorizations = (requests) => requests.map(({ authorization }) => authorization);

export const secrets = [
  {
    name: 'the key is in the Authorization header and in no address',
    async run({ open, key, seen, apiKey, assert }) {
      const asked = key('200');
      await open({ headers: { 'x-test': 'yes' } }).getExperimentTags(asked);
      const [{ authorization, rawQuery, path }] = await seen(asked);
      assert.equal(authorization, apiKey);
      assert.ok(!`${path}${rawQuery}`.includes(apiKey), 'no key in the address');
    },
  },
  {
    name: 'moved on the same host: followed, with the key',
    async run({ open, key, seen, apiKey, assert }) {
      const asked = key('moved');
      assert.deepEqual(await open().getExperimentTags(asked), ['fair']);
      const requests = await seen(asked);
      assert.deepEqual(authorizations(requests), [apiKey, apiKey]);
      assert.match(requests[1].path, /^\/moved\//);
    },
  },
  {
    name: 'moved to another host: the key does not come along',
    async run({ open, key, seen, seenAway, apiKey, assert }) {
      const asked = key('moved away');
      const outcome = await open({ timeout: 4000 })
        .getExperimentTags(asked)
        .catch(({ code }) => code);
      assert.ok(['fair', 'network'].includes(String(outcome)), `it gave ${outcome}`);
      assert.equal((await seen(asked))[0].authorization, apiKey);
      const away = await seenAway(asked);
      assert.ok(outcome === 'network' || away.length === 1, 'followed once');
      assert.ok(away.every(({ authorization }) => authorization === null));
    },
  },
  ...['a page that tells the key', 'a reason that tells the key'].map((step) => ({
    name: `${step}: the error does not`,
    async run({ open, key, failure, apiKey, assert }) {
      const { message } = await failure(open().getExperimentTags(key(step)));
      assert.ok(!message.includes(apiKey.slice(0, 12)), message);
    },
  })),
  {
    name: 'auth is asked once, for all who call at once',
    async run({ open, key, seen, assert }) {
      const asks = [];
      const auth = async ({ refused }) => {
        asks.push(refused);
        return 'key-of-auth';
      };
      const api = open({ apiKey: undefined, auth });
      const keys = [key('200'), key('200'), key('200')];
      await Promise.all(keys.map((asked) => api.getExperimentTags(asked)));
      await api.getExperimentTags(key('200'));
      assert.deepEqual(asks, [false]);
      for (const asked of keys) {
        assert.deepEqual(authorizations(await seen(asked)), ['key-of-auth']);
      }
    },
  },
  {
    name: 'auth is asked again after a 401, and its new key is used',
    async run({ open, key, seen, assert }) {
      const asks = [];
      const auth = ({ refused }) => {
        asks.push(refused);
        return refused ? 'new-key' : 'old-key';
      };
      const asked = key('401-then-200');
      assert.deepEqual(await open({ apiKey: undefined, auth }).getExperimentTags(asked), ['fair']);
      assert.deepEqual(asks, [false, true]);
      assert.deepEqual(authorizations(await seen(asked)), ['old-key', 'new-key']);
    },
  },
  {
    name: '401 again after a new key: unauthorized, after two requests',
    async run({ open, key, seen, failure, assert }) {
      const asked = key('401');
      const api = open({ apiKey: undefined, auth: () => 'some-key' });
      const { code, status } = await failure(api.getExperimentTags(asked));
      assert.deepEqual([code, status], ['unauthorized', 401]);
      assert.equal((await seen(asked)).length, 2);
    },
  },
  {
    name: 'auth that rejects: unauthorized, with its reason and without a request',
    async run({ open, key, seen, failure, assert }) {
      const asked = key('200');
      const auth = () => Promise.reject(new Error('nobody is signed in'));
      const api = open({ apiKey: undefined, auth });
      const { code, message } = await failure(api.getExperimentTags(asked));
      assert.equal(code, 'unauthorized');
      assert.match(message, /nobody is signed in/);
      assert.equal((await seen(asked)).length, 0);
    },
  },
  {
    name: 'auth that never answers: ended by the deadline',
    async run({ open, key, failure, assert }) {
      const auth = () => new Promise(() => undefined);
      const api = open({ apiKey: undefined, auth, timeout: 400 });
      assert.equal((await failure(api.getExperimentTags(key('200')))).code, 'timeout');
    },
  },
  {
    name: 'auth that answers late after a 401: ended by the one deadline of the call',
    async run({ open, key, failure, assert }) {
      const after = (time) => new Promise((resolve) => setTimeout(resolve, time));
      let late = false;
      const auth = async ({ refused }) => {
        await after(refused ? 1500 : 1000);
        late = refused;
        return 'some-key';
      };
      const api = open({ apiKey: undefined, auth, timeout: 2000 });
      assert.equal((await failure(api.getExperimentTags(key('401-then-200')))).code, 'timeout');
      assert.equal(late, false);
    },
  },
  {
    name: 'auth that did not answer is asked again by the next call',
    async run({ open, key, failure, assert }) {
      let asks = 0;
      const auth = () => (++asks === 1 ? new Promise(() => undefined) : 'late-key');
      const api = open({ apiKey: undefined, auth, timeout: 400 });
      assert.equal((await failure(api.getExperimentTags(key('200')))).code, 'timeout');
      assert.deepEqual(await api.getExperimentTags(key('200')), ['fair']);
      assert.equal(asks, 2);
    },
  },
  {
    name: 'auth that rejected is asked again by the next call',
    async run({ open, key, failure, assert }) {
      let asks = 0;
      const auth = () => (++asks === 1 ? Promise.reject(new Error('later')) : 'late-key');
      const api = open({ apiKey: undefined, auth });
      assert.equal((await failure(api.getExperimentTags(key('200')))).code, 'unauthorized');
      assert.deepEqual(await api.getExperimentTags(key('200')), ['fair']);
    },
  },
  {
    name: 'a call given up while auth is asked: it ends at once, and the others have the key',
    async run({ open, key, quiet, failure, assert }) {
      let answer;
      let asked;
      const isAsked = new Promise((resolve) => (asked = resolve));
      const auth = () => {
        asked();
        return new Promise((resolve) => (answer = resolve));
      };
      const api = open({ apiKey: undefined, auth });
      const controller = new AbortController();
      const givenUp = key('200');
      const given = failure(api.getExperimentTags(givenUp, { signal: controller.signal }));
      const kept = api.getExperimentTags(key('200'));
      await isAsked;
      controller.abort();
      assert.equal((await given).code, 'cancelled');
      answer('some-key');
      assert.deepEqual(await kept, ['fair']);
      await quiet(givenUp);
    },
  },
  {
    name: 'auth that gives no text: unauthorized, without a request',
    async run({ open, key, seen, failure, assert }) {
      const asked = key('200');
      const api = open({ apiKey: undefined, auth: () => undefined });
      const { code, message } = await failure(api.getExperimentTags(asked));
      assert.equal(code, 'unauthorized');
      assert.match(message, /auth must give a text/);
      assert.equal((await seen(asked)).length, 0);
    },
  },
];
