import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';

const hello = 'perihelion-hello-1';
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

for (const name of Object.keys(browsers)) {
  describe(`the handshake in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    it('ends a panel that says hello a second time', async () => {
      await page.addPanel('a', `parent.postMessage('${hello}', '*')`);
      const { reason } = await page.event('a', 'stopped');
      assert.equal(reason, 'the panel left its document');
    });

    it('ends a panel that loads its document again, and sends it no code', async () => {
      const code = `console.log('run'); location = location.pathname + '?' + Math.random()`;
      await page.addPanel('a', code);
      await page.event('a', 'stopped');
      await pause(500);
      const runs = await page.events('a');
      assert.equal(runs.filter(({ type }) => type === 'console').length, 1);
    });

    it('says soon what keeps a frame from starting', async () => {
      const frameBase = page.server.frames.replace('dist', 'nowhere');
      await page.addPanel('a', '', { frameBase });
      const { reason } = await page.event('a', 'stopped');
      assert.match(
        reason,
        /did not start.*nowhere\/outer\.html and .*nowhere\/inner\.html, is missing/,
      );
      assert.match(reason, /changed by a bundler.*docs\/bundlers\.md/);
    });

    it('ignores messages of a panel to the page, and of the page itself', async () => {
      const code = `
        for (const data of ['${hello}', { kind: 'rendered', revision: 1 }, { kind: 'error' }]) {
          top.postMessage(data, '*');
          if (typeof data !== 'string') parent.postMessage(data, '*');
        }
        console.log('sent');`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      await page.page.evaluate((data) => postMessage(data, '*'), hello);
      await pause(300);
      const types = (await page.events('a'))
        .map(({ type }) => type)
        .filter((type) => type !== 'resize');
      assert.deepEqual(types, ['ready', 'running', 'console', 'rendered']);
    });

    it('lets no panel start, run or end another', async () => {
      const code = `
        const runtime = 'export function start() { document.title = "taken"; }';
        setInterval(() => {
          for (let at = 0; at < top.length; at++) {
            if (top[at] === parent) continue;
            const { port1, port2 } = new MessageChannel();
            top[at].postMessage({ runtime }, '*', [port1, port2]);
            top[at].postMessage('${hello}', '*');
            if (top[at].length) top[at][0].postMessage({ runtime }, '*');
          }
        }, 1);
        console.log('attacks');`;
      await page.addPanel('evil', code);
      await page.event('evil', 'console');
      await page.addPanel('good', `console.log('title: ' + document.title)`);
      assert.equal((await page.event('good', 'console')).text, 'title: Panel');
      await pause(300);
      const types = (await page.events('good'))
        .map(({ type }) => type)
        .filter((type) => type !== 'resize');
      assert.deepEqual(types, ['ready', 'running', 'console', 'rendered']);
    });

    it('gives panel code no way to the control port through what it may replace', async () => {
      const code = `
        const seen = [];
        for (const [object, key] of [[MessagePort.prototype, 'postMessage'],
            [Function.prototype, 'call'], [Function.prototype, 'apply']]) {
          const original = object[key];
          object[key] = function (...args) {
            if (this instanceof MessagePort) seen.push(key);
            return Reflect.apply(original, this, args);
          };
        }
        const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
        Object.defineProperty(MessageEvent.prototype, 'data', { ...data, get() {
          seen.push('data');
          return Reflect.apply(data.get, this, []);
        } });
        await new Promise((done) => setTimeout(done, 2500));
        console.log('seen: ' + seen.join());`;
      await page.addPanel('a', code);
      assert.equal((await page.event('a', 'console')).text, 'seen: ');
    });

    it('cannot reach the page, its storage or its cookies', async () => {
      const code = `
        const attempts = {
          document: () => top.document, cookie: () => document.cookie,
          storage: () => localStorage, key: () => top.apiKey, frame: () => parent.document,
        };
        const refused = Object.keys(attempts).filter((key) => {
          try { attempts[key](); return false; } catch { return true; }
        });
        console.log(refused.join(), location.origin, document.referrer === '');`;
      await page.addPanel('a', code);
      const { text } = await page.event('a', 'console');
      assert.match(text, /^document,cookie,storage,key,frame \S+ true$/);
    });

    it('bounds what a panel tells the page', async () => {
      const code = `
        for (let n = 0; n < 200; n++) {
          console.log('x'.repeat(25_000));
          Promise.reject(new Error('again'));
        }`;
      await page.addPanel('a', code);
      await page.event('a', 'rendered');
      await pause(500);
      const all = await page.events('a');
      const texts = all.filter(({ type }) => type === 'console').map(({ text }) => text.length);
      assert.ok(texts.length <= 300 && Math.max(...texts) <= 20_000);
      assert.ok(all.filter(({ type }) => type === 'error').length <= 60);
    });
  });
}
