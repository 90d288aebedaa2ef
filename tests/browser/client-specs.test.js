// The specs that every place runs, in browsers: with the client in the page, and in its worker.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { specs } from '../support/client-specs.js';
import { startStaticServer } from '../support/static-server.js';
import { startWeatherComet } from '../support/weather-comet.js';

const PLACES = [
  ['load()', undefined],
  ['load({ worker: true })', { worker: true }],
];

for (const name of Object.keys(browsers)) {
  describe(`the client in ${name}`, () => {
    let away;
    let comet;
    let files;
    let started;
    let page;

    before(async () => {
      away = await startWeatherComet({ host: '127.0.0.2' });
      comet = await startWeatherComet({ awayUrl: away.url });
      files = await startStaticServer({ connect: ['blob:', 'http://127.0.0.1:*', away.url] });
      started = await browsers[name]();
      page = await started.browser.newPage();
      await page.goto(`${files.page}/client-specs.html`);
      await page.waitForFunction('window.pageReady');
    });
    after(async () => {
      await started?.close();
      await Promise.all([files, comet, away].map((server) => server?.close()));
    });

    for (const [place, options] of PLACES) {
      for (const spec of specs) {
        it(`${place}: ${spec.name}`, async () => {
          const servers = { url: comet.url, awayUrl: away.url };
          const wrong = await page.evaluate(
            (...given) => window.runSpec(...given),
            spec.name,
            options,
            servers,
          );
          assert.equal(wrong, '');
        });
      }
    }
  });
}
