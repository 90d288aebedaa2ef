// One list of methods: C++, its binding, and JavaScript name the same ones.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { APIExperiment, load } from 'perihelion';
import { methodNames, SDK_METHODS } from '../support/method-names.js';

/** Methods that ask the server something. */
const ASKS = /^(get|query)/;

const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const camelCase = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const names = (text, pattern) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();

test('every method of the C++ API is bound, and has its name in JavaScript', async () => {
  const header = (await read('include/perihelion/api.h')).split(' private:')[0];
  const cpp = names(header, /\b(get(?:_\w+)?|query(?:_project)?)\(/g);
  const bound = names(await read('wasm/bindings.cpp'), /\.function\(\s*"((?:get|query)\w*)"/g);
  const { API } = await load();
  const js = Object.getOwnPropertyNames(API.prototype).filter((name) => ASKS.test(name));
  assert.ok(cpp.length >= 47, 'the header was read');
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

test('the methods of the Python Panels SDK are all there', async () => {
  const { API } = await load();
  assert.equal(SDK_METHODS.length, 47);
  assert.deepEqual(
    SDK_METHODS.map(camelCase).filter((name) => !methodNames(API).includes(name)),
    [],
  );
});

test('each of them is documented in one list of methods', async () => {
  const declared = names(await read('js/src/api/experiment-api.ts'), /^ {2}((?:get|query)\w*)\(/gm);
  const { API } = await load();
  assert.deepEqual(
    declared,
    methodNames(API).filter((name) => ASKS.test(name)),
  );
});

test('docs/api.md names each of them, and no other', async () => {
  const listed = names(await read('docs/api.md'), /`((?:get|query)\w*)`/g);
  const { API } = await load();
  assert.deepEqual(
    listed,
    methodNames(API).filter((name) => ASKS.test(name)),
  );
});
