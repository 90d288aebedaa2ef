import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';

import { root, toolchain } from './environment.js';
import { runLogged } from './run.js';

/** Installs what package-lock.json names, unless node_modules holds exactly that already. */
export async function ensureNpmPackages(report) {
  if (isInstalled()) return;
  report('installing what package-lock.json names');
  mkdirSync(toolchain, { recursive: true });
  await runLogged('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    log: path.join(toolchain, 'npm.log'),
    advice: 'Is the network up? Then run the same command again. By hand: npm ci',
  });
}

function isInstalled() {
  // npm writes this file last: without it the last installation did not come to its end.
  if (!existsSync(path.join(root, 'node_modules', '.package-lock.json'))) return false;
  // What was installed before the command had a file of its own has no link to it.
  const link = path.join(root, 'node_modules', '.bin', 'perihelion');
  const command = path.join(root, 'web', 'bin', 'perihelion.js');
  if (!existsSync(link) || realpathSync(link) !== realpathSync(command)) return false;
  const { packages } = readJson('package-lock.json');
  return Object.entries(packages).every(
    ([folder, { version, optional, link }]) =>
      !folder.includes('node_modules/') || optional || link || installedVersion(folder) === version,
  );
}

function installedVersion(folder) {
  const file = path.join(folder, 'package.json');
  return existsSync(path.join(root, file)) ? readJson(file).version : undefined;
}

function readJson(file) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}
