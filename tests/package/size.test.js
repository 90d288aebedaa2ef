// What a page loads stays small: `npm run bench -- size` prints the same.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOfCore, sizeOfFrames } from '../support/sizes.js';

function holds(context, size, most) {
  context.diagnostic(`${size.toFixed(1)} kB of ${most} kB`);
  // In whole kB: another release of the compiler moves it by some bytes.
  assert.ok(Math.round(size) <= most, `${size.toFixed(1)} kB, where ${most} kB is the most`);
}

test('perihelion.wasm and its glue take at most 120 kB', async (context) =>
  holds(context, await sizeOfCore(), 120));

test('the frames of a panel take at most 30 kB before a feature is used', async (context) =>
  holds(context, await sizeOfFrames(), 30));
