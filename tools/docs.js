import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { root } from './environment.js';
import { main } from './progress.js';
import { runOrThrow } from './run.js';
import { setUp } from './setup.js';
import { build } from './build.js';

/** Writes the reference of every public name into build/docs; a warning of either tool is an error. */
await main(async () => {
  await setUp(['build', 'docs']);
  await build();
  const out = path.join(root, 'build', 'docs');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(path.join(out, 'cpp'), { recursive: true });
  await runOrThrow(path.join(root, 'node_modules', '.bin', 'typedoc'), [], { cwd: root });
  await runOrThrow('doxygen', ['Doxyfile'], { cwd: root });
  console.log('build/docs/js/index.html\nbuild/docs/cpp/html/index.html');
});
