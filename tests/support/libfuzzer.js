// Runs the fuzzers of tests/fuzz that libFuzzer drives, under AddressSanitizer and UBSan.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Lets a fuzzer of the preset native-fuzz try inputs, from its corpus on, for some seconds. Throws where it finds
 * something; the input stays in the folder that the message names.
 * @param {string} name of the fuzzer, its corpus and its dictionary
 */
export function fuzz(name, { seconds, longest, args = [] }) {
  const fuzzer = path.join(root, `build/native-fuzz/tests/fuzz/perihelion_fuzz_${name}`);
  const inputs = path.join(root, 'tests/fuzz');
  const folder = mkdtempSync(path.join(tmpdir(), 'perihelion-fuzz-'));
  const { status, stderr } = spawnSync(
    fuzzer,
    [
      ...[`-max_total_time=${seconds}`, `-max_len=${longest}`, '-print_final_stats=1', ...args],
      ...[`-dict=${path.join(inputs, `${name}.dict`)}`, `-artifact_prefix=${folder}/`],
      ...[folder, path.join(inputs, 'corpus', name)],
    ],
    { encoding: 'utf8' },
  );
  assert.equal(status, 0, `${folder}:\n${stderr.slice(-4000)}`);
  const runs = Number(/number_of_executed_units: (\d+)/.exec(stderr)?.[1]);
  assert.ok(runs > 100, `only ${runs} inputs were tried`);
  rmSync(folder, { recursive: true });
}
