// One list of methods: C++, its binding, and JavaScript name the same ones.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { APIExperiment, load } from 'perihelion';
import { methodNames } from '../support/method-names.js';

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const names = (text, pattern) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

test('every method of the C++ API is bound, and has its name in JavaScript', async () => {
  const header = (await read('include/perihelion/api.h')).split(' private:')[0];
  const cpp = names(header, /\b(get(?:_\w+)?)\(/g);
  const bound = names(await read('wasm/bindings.cpp'), /\.function\(\s*"(get\w*)"/g);
  const { API } = await load();
  const js = Object.getOwnPropertyNames(API.prototype).filter((name) => name.startsWith('get'));
  assert.ok(cpp.length >= 44, 'the header was read');
  assert.deepEqual(bound, cpp.map(camelCase).sort());
  assert.deepEqual(js.sort(), bound);
});

test('every method of the C++ APIExperiment has its name in JavaScript', async () => {
  const [, header] = (await read('include/perihelion/experiment.h')).split(/class APIExperiment/);
  const cpp = names(header.split(' private:')[0], /\b(get_\w+|to_json)\(/g);
  assert.ok(cpp.length >= 48, 'the header was read');
  // An attribute in C++, where an experiment knows its server's address.
  assert.deepEqual(methodNames(APIExperiment), [...cpp.map(camelCase), 'getUrl'].sort());
});

test('each of them is documented in one list of methods', async () => {
  const declared = names(await read('js/src/api/experiment-api.ts'), /^ {2}(get\w*)\(/gm);
  const { API } = await load();
  assert.deepEqual(
    declared,
    methodNames(API).filter((name) => name.startsWith('get')),
  );
});
