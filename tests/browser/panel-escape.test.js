import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startAttacker, startUdpAttacker } from '../support/attacker-server.js';
import { browsers } from '../support/browsers.js';
import { escapeCode, escapes, webRtcCode, webRtcEscapes } from '../support/escapes.js';
import { PanelPage } from '../support/panel-page.js';

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const settings = { patience: 10_000 };
/** Panels that try at the same time. */
const batch = 12;

/** Tries each way in a panel of its own; gives what reached each attacker, by name. */
async function tryAll(page) {
  const outcomes = new Map();
  const all = Object.entries(escapes);
  for (let from = 0; from < all.length; from += batch) {
    await page.reset();
    const tries = [];
    for (const [name, code] of all.slice(from, from + batch)) {
      const attacker = await startAttacker();
      await page.addPanel(name, escapeCode(attacker.url, code), settings);
      tries.push({ name, attacker });
    }
    for (const { name } of tries) await page.event(name, 'console');
    await pause(2000);
    for (const { name, attacker } of tries) {
      const [first] = await page.events(name).then((events) => events.filter(isConsole));
      const requests = attacker.requests();
      outcomes.set(name, { first, requests, connections: attacker.connections() });
      await attacker.close();
    }
  }
  return outcomes;
}

/** Connections that no policy of this browser prevents; they carry no request. */
const openDoors = { chromium: {}, firefox: { preconnect: 1 } };

const isConsole = ({ type }) => type === 'console';

describe('the attacker of these tests', () => {
  it('counts what reaches it', async () => {
    const attacker = await startAttacker();
    await fetch(`${attacker.url}x`);
    assert.deepEqual(attacker.requests(), ['GET /x']);
    assert.equal(attacker.connections(), 1);
    await attacker.close();
  });
});

describe('without what holds a panel in, in chromium', () => {
  let page;
  before(async () => (page = await PanelPage.open('chromium')));
  after(() => page?.close());

  it('a frame that navigates connects, unless Connection-Allowlist forbids it', async () => {
    const attacker = await startAttacker();
    await page.addPanel('a', escapeCode(attacker.url, escapes['location =']), settings);
    await page.event('a', 'console');
    await pause(1000);
    assert.deepEqual(attacker.requests(), []);
    assert.ok(attacker.connections() > 0);
    await attacker.close();
  });

  it('WebRTC sends packets', async () => {
    const { port, packets, close } = await startUdpAttacker();
    // Not in the test page, whose policy has no say in this but forbids the text of a script.
    const client = await page.page.createCDPSession();
    await client.send('Runtime.evaluate', { expression: webRtcCode(port, 'use(window)') });
    await pause(1000);
    close();
    assert.ok(packets() > 0);
  });
});

for (const name of Object.keys(browsers)) {
  describe(`a hostile panel in ${name}`, () => {
    let page;
    let outcomes;
    before(async () => {
      page = await PanelPage.open(name, { connectionAllowlist: true });
      outcomes = await tryAll(page);
    });
    after(() => page?.close());

    for (const way of Object.keys(escapes)) {
      it(`reaches nobody: ${way}`, () => {
        const { first, requests, connections } = outcomes.get(way);
        assert.equal(first.text, 'tried');
        assert.deepEqual(requests, []);
        assert.ok(connections <= (openDoors[name][way] ?? 0), `${connections} connections`);
      });
    }

    for (const [way, code] of Object.entries(webRtcEscapes)) {
      it(`sends no packet: WebRTC ${way}`, async () => {
        const { port, packets, close } = await startUdpAttacker();
        await page.addPanel(`rtc ${way}`, webRtcCode(port, code), settings);
        assert.equal((await page.event(`rtc ${way}`, 'console')).text, 'tried');
        await pause(1000);
        close();
        assert.equal(packets(), 0);
      });
    }

    it('asks nothing of the server that its frame came from', async () => {
      const own = `${page.server.frames}own-`;
      const ways = {
        fetch: `fetch('${own}fetch')`,
        image: `new Image().src = '${own}image'`,
        'location =': `location = '${own}location'`,
        frame: `add('iframe', { src: '${own}frame' })`,
        import: `await import('${own}import')`,
        outer: `location = '${page.server.frames}outer.html?own-outer'`,
      };
      for (const [way, code] of Object.entries(ways)) {
        await page.addPanel(`own ${way}`, escapeCode(own, code), settings);
        await page.event(`own ${way}`, 'console');
      }
      await pause(1500);
      const reached = page.server.requests.filter((url) => url.includes('own-'));
      assert.deepEqual(reached, []);
    });

    it('left the page where it was', async () => {
      assert.equal(page.page.url(), `${page.server.page}/panels.html`);
      await page.addPanel('last', `console.log('still here')`);
      assert.equal((await page.event('last', 'console')).text, 'still here');
    });
  });
}
