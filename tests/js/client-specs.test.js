// The specs that every place runs, in Node: over its own fetch, and over one that the caller brings.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { imageUrl, load } from 'perihelion';
import { runSpec, specs } from '../support/client-specs.js';
import { startWeatherComet } from '../support/weather-comet.js';

let away;
let comet;

before(async () => {
  away = await startWeatherComet({ host: '127.0.0.2' });
  comet = await startWeatherComet({ awayUrl: away.url });
});
after(() => Promise.all([comet.close(), away.close()]));

for (const [place, options] of [
  ['load()', undefined],
  ['load({ fetch })', { fetch: (...request) => fetch(...request) }],
]) {
  describe(place, () => {
    for (const spec of specs) {
      test(spec.name, async () => {
        const { API, ...builders } = await load(options);
        await runSpec(spec, { API, builders, imageUrl, url: comet.url, awayUrl: away.url, assert });
      });
    }
  });
}
