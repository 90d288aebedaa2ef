// The decoders against nlohmann/json on inputs that libFuzzer makes up, under AddressSanitizer and UBSan.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';

import { buildPreset } from '../../tools/build.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = path.join(here, '../..');
const fuzzer = path.join(root, 'build/native-fuzz/tests/fuzz/perihelion_fuzz_decoder');
const SECONDS = 25;

before(() => buildPreset('native-fuzz'));

test('the decoders and the oracle agree on the corpus and on what grows from it', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'perihelion-fuzz-'));
  const { status, stderr } = spawnSync(
    fuzzer,
    [
      ...[`-max_total_time=${SECONDS}`, '-max_len=1024', '-timeout=20', '-print_final_stats=1'],
      ...[`-dict=${path.join(here, 'decoder.dict')}`, `-artifact_prefix=${folder}/`],
      ...[folder, path.join(here, 'corpus/decoder')],
    ],
    { encoding: 'utf8' },
  );
  // What was found stays in the folder that the message names.
  assert.equal(status, 0, `${folder}:\n${stderr.slice(-4000)}`);
  const runs = Number(/number_of_executed_units: (\d+)/.exec(stderr)?.[1]);
  assert.ok(runs > 100, `only ${runs} inputs were tried`);
  rmSync(folder, { recursive: true });
});
