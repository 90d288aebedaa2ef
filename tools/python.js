import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { python, root, toolchain } from './environment.js';
import { capture, runLogged } from './run.js';
import { hashOf, unlessDone } from './stamp.js';

const requirements = ['tests/conformance/requirements.txt', 'tools/requirements.txt'];
const advice =
  'Is the network up? Then run the same command again. By hand:\n' +
  `    python3 -m venv .venv && .venv/bin/pip install -r ${requirements.join(' -r ')}`;

/** Makes `.venv` hold exactly what the requirements files pin. */
export async function ensurePython(report) {
  const present = requirements.filter((file) => existsSync(path.join(root, file)));
  await unlessDone('.venv/perihelion-stamp', await describe(present), async () => {
    report(`installing ${present.join(' and ')} into .venv`);
    mkdirSync(toolchain, { recursive: true });
    rmSync(path.join(root, '.venv'), { recursive: true, force: true });
    await logged('python3', ['-m', 'venv', '.venv']);
    await logged(python, ['-m', 'pip', 'install', ...present.flatMap((file) => ['-r', file])]);
  });
}

// The folder's place is part of it: a virtual environment does not survive being moved.
async function describe(present) {
  const { output } = await capture('python3', ['--version']);
  return [output.trim(), root, hashOf(present)].join('\n');
}

function logged(command, args) {
  return runLogged(command, args, { cwd: root, log: path.join(toolchain, 'python.log'), advice });
}
