// One list of methods: C++, its binding, and JavaScript name the same ones.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { load } from 'perihelion';

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
