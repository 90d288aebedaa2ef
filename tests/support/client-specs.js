/**
 * What the client does, in fair weather and in foul: specs that know neither Node nor a browser. They talk to a server
 * of `weather-comet.js`, which other specs may use at the same time.
 */
import { assets } from './client-specs/assets.js';
import { charts } from './client-specs/charts.js';
import { memory } from './client-specs/memory.js';
import { queries } from './client-specs/queries.js';
import { reductions } from './client-specs/reductions.js';
import { secrets } from './client-specs/secrets.js';
import { sharing } from './client-specs/sharing.js';
import { weather } from './client-specs/weather.js';

export const specs = [
  ...weather,
  ...sharing,
  ...secrets,
  ...assets,
  ...queries,
  ...charts,
  ...memory,
  ...reductions,
];

const LIMIT = 20_000;

let last = 0;

/** Rejects where `work` takes longer than `limit` ms. */
function within(work, name, limit) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: no end within ${limit} ms`)), limit);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The requests that a server saw of the experiment keys that hold `part`, and are in `keys` if those are given. */
async function seenBy(server, part, keys) {
  const all = await (await fetch(`${server}/seen?key=${encodeURIComponent(part)}`)).json();
  return keys ? all.filter(({ key }) => keys.includes(key)) : all;
}

async function seenWhen(look, settled) {
  for (;;) {
    const found = await look();
    if (settled(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** What a server was asked about the project that a spec has for itself. */
function projectAt(server, unique) {
  const name = `project-${unique}`;
  const asked = async (path) => {
    const requests = await (await fetch(`${server}/asked?project=${name}`)).json();
    return requests.filter((request) => request.path === `/api/rest/v2/${path}`);
  };
  return {
    project: name,
    /** The bodies of its queries. */
    questions: async () => (await asked('project/query')).map(({ body }) => body),
    listings: () => asked('experiments'),
    /** The experiments of each question for a chart whose keys hold the project's name. */
    batches: async () =>
      (await asked('experiments/multi-metric-chart')).map(({ body }) => body.targetedExperiments),
  };
}

/** What a spec is given. `apiKey` is its own, so that it has a client of its own. */
function tools({ builders, API, imageUrl, url, awayUrl, assert }) {
  const unique = `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  const apiKey = `a-secret-key-${unique}`;
  const apis = [];
  const seen = (part, keys) => seenBy(url, part, keys);
  return {
    assert,
    url,
    builders,
    ...projectAt(url, unique),
    apiKey,
    imageUrl,
    open(options) {
      const api = new API({ baseUrl: url, apiKey, ...options });
      apis.push(api);
      return api;
    },
    /** A key of an experiment that nobody asked for yet, and whose answers follow the script. */
    key: (script) => `${script}#${unique}-${++last}.`,
    /** What `call` rejects with. */
    async failure(call) {
      const error = await call.then(
        (value) => new Error(`it gave ${JSON.stringify(value)?.slice(0, 200)}`),
        (reason) => reason,
      );
      assert.ok(['PerihelionError', 'AbortError'].includes(error.name), String(error));
      assert.ok(!error.message.includes(apiKey), 'no key in a message');
      return error;
    },
    seen,
    /** What `look` gives once `settled` says that it is that. */
    when: seenWhen,
    seenAway: (part) => seenBy(awayUrl, part),
    /** The requests once there is one. */
    arrived: (part, count = 1) =>
      seenWhen(
        () => seen(part),
        (requests) => requests.length >= count,
      ),
    /** The requests once none is open. */
    quiet: (part, keys) =>
      seenWhen(
        () => seen(part, keys),
        (requests) => requests.every(({ ended }) => ended !== null),
      ),
    async close() {
      for (const api of apis) {
        assert.ok(!(await api.getPanelReport()).includes(apiKey), 'no key in a report');
        api.close();
      }
    },
  };
}

/** Runs a spec; rejects where it fails. */
export async function runSpec(spec, environment) {
  const given = tools(environment);
  const run = async () => {
    await spec.run(given);
    await given.close();
  };
  await within(run(), spec.name, spec.limit ?? LIMIT);
}
