import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { startAttacker } from '../support/attacker-server.js';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

/** A server that pages may name to their panels. `/away` redirects to `elsewhere`, `/slow` never answers. */
async function startHost(elsewhere) {
  const requests = [];
  const ended = [];
  const server = createServer({ maxHeaderSize: 65_536 }, async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body });
    response.on('close', () => ended.push(url));
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Allow-Headers', 'x-question');
    response.setHeader('Access-Control-Allow-Methods', 'PUT');
    response.setHeader('Access-Control-Expose-Headers', 'x-answer');
    response.setHeader('X-Answer', 'yes');
    if (url === '/slow') return;
    if (url === '/large') return response.end(Buffer.alloc(65 * 1024 * 1024));
    if (url === '/odd') return response.writeHead(999).end();
    if (url === '/none') return response.writeHead(204).end();
    if (url === '/away') return response.writeHead(302, { location: elsewhere }).end();
    response.writeHead(url === '/missing' ? 404 : 200).end(`${method} ${body}`);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, requests, ended, close };
}

for (const name of Object.keys(browsers)) {
  describe(`hosts that a page names to its panels, in ${name}`, () => {
    let page;
    let host;
    let other;
    before(async () => {
      other = await startAttacker();
      host = await startHost(other.url);
      const connect = [host.origin, new URL(other.url).origin];
      page = await PanelPage.open(name, { connect });
    });
    after(async () => {
      await page?.close();
      await host?.close();
      await other?.close();
    });
    beforeEach(() => page.reset());

    /** What a panel writes that may reach the host. */
    async function written(code) {
      await page.addPanel('a', code, { hosts: [host.origin] });
      return page.written('a');
    }

    it('sends what fetch is told, and nothing of the viewer’s', async () => {
      await page.page.evaluate(() => (document.cookie = 'secret=1; SameSite=None'));
      const text = await written(`
        const answer = await fetch('${host.origin}/data?x=1', {
          method: 'PUT', body: 'grüß', headers: { 'X-Question': 'what', Cookie: 'a=b' },
        });
        console.log(answer.status, answer.url, answer.headers.get('x-answer'), await answer.text());`);
      assert.equal(text, `200 ${host.origin}/data?x=1 yes PUT grüß`);
      const { headers } = host.requests.at(-1);
      assert.equal(headers['x-question'], 'what');
      assert.deepEqual([headers.cookie, headers.referer], [undefined, undefined]);
    });

    it('gives answers as they are', async () => {
      const text = await written(`
        const missing = await fetch('${host.origin}/missing');
        const none = await fetch('${host.origin}/none');
        console.log(missing.ok, missing.status, none.status, await none.text() === '');`);
      assert.equal(text, 'false 404 204 true');
    });

    it('reaches no other host: not by name, not by a redirect, not in another way', async () => {
      const code = `
        const said = [];
        for (const url of ['${other.url}', '${host.origin}/away', '/dist/inner.html', 'data:,x',
            URL.createObjectURL(new Blob(['x'])), '${host.origin}@${new URL(other.url).host}/']) {
          try { said.push(await (await fetch(url)).text()); } catch (error) { said.push(error.message); }
        }
        const image = new Image();
        image.src = '${host.origin}/image';
        await new Promise((done) => (image.onerror = done));
        navigator.sendBeacon('${host.origin}/beacon');
        console.log(JSON.stringify(said));`;
      const said = JSON.parse(await written(code));
      const refused = `hosts that it allows: ${host.origin}`;
      assert.ok(said[0].endsWith(`${new URL(other.url).origin}; ${refused}`), said[0]);
      for (const message of said.slice(0, 5)) assert.match(message, /^fetch: /);
      assert.match(said[5], /credentials/i);
      assert.equal(other.connections(), 0);
      const urls = host.requests.map(({ url }) => url);
      assert.ok(!urls.includes('/image') && !urls.includes('/beacon'));
    });

    it('reaches nothing unless it is named', async () => {
      const before = host.requests.length;
      await page.addPanel(
        'a',
        `await fetch('${host.origin}/').catch((error) => console.log(error.name, error.message))`,
      );
      const expected = `TypeError fetch: the page does not let this panel reach ${host.origin}; hosts that it allows: none`;
      assert.equal(await page.written('a'), expected);
      assert.equal(host.requests.length, before);
    });

    it('ends a request that the panel aborts', async () => {
      const text = await written(`
        const controller = new AbortController();
        setTimeout(() => controller.abort(), 300);
        await fetch('${host.origin}/slow', controller).catch((error) => console.log(error.name));`);
      assert.equal(text, 'AbortError');
      await until('the end at the server', async () => host.ended.includes('/slow'));
    });

    it('bounds an answer, and how many requests are under way', async () => {
      const text = await written(`
        const large = await fetch('${host.origin}/large').catch((error) => error.message);
        const controller = new AbortController();
        let refused = 0;
        const ask = (done) => fetch('${host.origin}/slow', controller)
          .catch(({ message }) => /^fetch: more than 32/.test(message) && ++refused === 8 && done());
        await new Promise((done) => { for (let n = 0; n < 40; n++) ask(done); });
        controller.abort();
        console.log(large, refused);`);
      assert.equal(text, 'fetch: the answer is larger than 67108864 bytes 8');
    });

    it('rejects a request that is too large for it, and an answer that is none; the panel goes on', async () => {
      const text = await written(`
        const attempts = [
          fetch('${host.origin}/?' + 'x'.repeat(20_000)),
          fetch('${host.origin}/', { headers: { 'X-Question': 'x'.repeat(20_001) } }),
          fetch('${host.origin}/', {
            headers: Array.from({ length: 101 }, (_, at) => ['X-' + at, 'x']),
          }),
          fetch('${host.origin}/', { method: 'POST', body: new Uint8Array(2 ** 24 + 1) }),
          fetch('${host.origin}/', {
            headers: Array.from({ length: 60 }, (_, at) => ['X-' + at, 'x'.repeat(20_000)]),
          }),
          fetch('${host.origin}/odd'),
        ];
        const settled = await Promise.allSettled(attempts);
        console.log(settled.map(({ reason }) => String(reason)).join('; '));
        const long = 'x'.repeat(10_000);
        const answer = await fetch('${host.origin}/?' + long, { headers: { 'X-Question': long } });
        console.log(answer.status);`);
      const [url, header, headers, body, all, odd] = text.split('; ');
      assert.match(url, /^TypeError: .*"url": it must be a text of at most 20000 characters/);
      assert.match(header, /^TypeError: .*"headers": it must be .* at most 20000 characters/);
      assert.match(headers, /^TypeError: .*"headers": it must be a list of at most 100 pairs/);
      assert.match(body, /^TypeError: .*"data": it must be a Blob of at most 16777216 bytes/);
      assert.match(all, /^TypeError: .* too long: 12\d{5} characters, .* at most 1000000/);
      assert.match(odd, /^(Range|Type)Error: /);
      assert.equal(await page.written('a', 2), '200');
      assert.equal(await page.count('a', 'stopped'), 0);
    });

    it('takes origins and nothing else', async () => {
      const wrong = ['data.example.com', 'https://data.example.com/path', 'ftp://x.example', '*'];
      for (const text of wrong) {
        const message = await page.page.evaluate((given) => {
          try {
            document.createElement('perihelion-panel').hosts = [given];
          } catch (error) {
            return error.message;
          }
        }, text);
        assert.ok(message?.startsWith(`hosts holds "${text}"; it takes origins such as `), text);
      }
    });
  });
}
