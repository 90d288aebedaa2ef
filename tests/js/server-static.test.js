import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commandPath } from '../support/command.js';
import { startServer } from '../support/serve.js';

const folder = mkdtempSync(join(tmpdir(), 'perihelion-test-'));
const files = {
  'app/index.html': '<title>playground</title>',
  'app/embed.html': '<title>another page</title>',
  'app/assets/index-AbC12345.js': 'export {};',
  'app/assets/perihelion.wasm': '\0asm',
  'app/perihelion/outer.html': '<title>outer</title>',
  'app/perihelion/panel.js': 'export {};',
  'app/assets/inner-Ab_C1-23.html': '<title>inner</title>',
  'app/.hidden': 'dot file',
  'secret.txt': 'secret',
};
let server;

before(async () => {
  // The command looks for the playground beside itself: a copy has a playground of the test's own.
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'dist', name)), { recursive: true });
    writeFileSync(join(folder, 'dist', name), text);
  }
  mkdirSync(join(folder, 'dist/server'));
  cpSync(commandPath, join(folder, 'dist/server/cli.js'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  symlinkSync(
    fileURLToPath(new URL('../../node_modules', import.meta.url)),
    join(folder, 'node_modules'),
  );
  server = await startServer({ path: join(folder, 'dist/server/cli.js') });
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A path as it is: fetch would take the dots out. */
function raw(path, headers = {}) {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, headers }, (response) => {
      let body = '';
      response
        .on('data', (bytes) => (body += bytes))
        .on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

test('the playground has a strict policy, with the port it is served on', async () => {
  for (const path of ['/', '/index.html', '/embed.html']) {
    const { status, headers } = await raw(path);
    assert.equal(status, 200);
    assert.match(headers['content-type'], /^text\/html/);
    assert.equal(
      headers['content-security-policy'],
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data: blob:; worker-src 'self' blob:; connect-src 'self'; " +
        `frame-src http://localhost:${server.port} http://127.0.0.1:${server.port}; ` +
        "object-src 'none'; base-uri 'none'; frame-ancestors 'self'",
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-cache');
  }
});

test('a forged Host cannot write into the policy', async () => {
  for (const host of ['x:80; script-src *', 'x:1 *', 'evil:99']) {
    const { headers } = await raw('/', { Host: host });
    assert.doesNotMatch(headers['content-security-policy'] ?? '', /script-src \*|evil|:1 \*/);
  }
});

test('panel frames have headers of their own, and not the policy of the page', async () => {
  const outer = await raw('/perihelion/outer.html');
  const inner = await raw('/assets/inner-Ab_C1-23.html');
  assert.equal(inner.headers['connection-allowlist'], '()');
  assert.equal(outer.headers['connection-allowlist'], undefined);
  assert.match(inner.headers['cache-control'], /immutable/);
  assert.equal(outer.headers['cache-control'], 'no-cache');
  for (const { status, headers } of [outer, inner]) {
    assert.equal(status, 200);
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
    assert.equal(headers['content-security-policy'], undefined);
    assert.equal(headers['x-frame-options'], undefined);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

test('the files of the package are for all pages, also those with an embedder policy', async () => {
  const paths = ['/perihelion/panel.js', '/perihelion/outer.html', '/assets/inner-Ab_C1-23.html'];
  for (const path of paths) {
    const { status, headers } = await raw(path, { Origin: 'https://dash.example' });
    assert.equal(status, 200);
    assert.equal(headers['access-control-allow-origin'], '*');
    assert.equal(headers['cross-origin-resource-policy'], 'cross-origin');
    assert.equal(headers['cross-origin-embedder-policy'], 'require-corp');
  }
  const { headers } = await raw('/assets/index-AbC12345.js', { Origin: 'https://dash.example' });
  assert.equal(headers['access-control-allow-origin'], undefined);
});

test('assets have their types, and hashed ones never expire', async () => {
  const script = await raw('/assets/index-AbC12345.js');
  assert.match(script.headers['content-type'], /^text\/javascript/);
  assert.equal(script.headers['cache-control'], 'public, max-age=31536000, immutable');
  const wasm = await raw('/assets/perihelion.wasm');
  assert.equal(wasm.headers['content-type'], 'application/wasm');
  assert.equal(wasm.headers['cache-control'], 'no-cache');
});

test('a file that is not changed is not sent again', async () => {
  const first = await raw('/');
  const again = await raw('/', { 'If-Modified-Since': first.headers['last-modified'] });
  assert.equal(again.status, 304);
  assert.equal(again.body, '');
});

test('no path leads out of the playground', async () => {
  const paths = [
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
  ];
  paths.push(
    '/%252e%252e/secret.txt',
    '//secret.txt',
    '/..\\secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%00/secret.txt',
  );
  paths.push(
    '/../server/cli.js',
    '/%2e%2e%2fserver%2fcli.js',
    '/....//secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
  );
  for (const path of paths) {
    const { status, body } = await raw(path);
    assert.notEqual(status, 200, path);
    assert.doesNotMatch(body, /secret\n?$|import/, path);
  }
});

test('a page that is not there', async () => {
  const { status, body, headers } = await raw('/nothing');
  assert.equal(status, 404);
  assert.equal(body, 'There is no such page.\n');
  assert.equal(headers['x-content-type-options'], 'nosniff');
});
