// The npm package as its users get it: packed, and installed into an empty folder.
import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const js = fileURLToPath(new URL('../../js/', import.meta.url));

/**
 * Packs the built package and installs it, without the network.
 * @returns {Promise<{folder: string, remove: () => Promise<void>}>} the folder that holds node_modules
 */
export async function installPacked() {
  const folder = await mkdtemp(join(tmpdir(), 'perihelion-consumer-'));
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: js,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(packed);
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }\n');
  const install = ['install', '--no-audit', '--no-fund', '--offline', join(folder, filename)];
  execFileSync('npm', install, { cwd: folder, stdio: 'ignore' });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

const tools = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Puts what the workspace has installed beside the packed package: frameworks, their plugins for Vite, TypeScript. */
export async function linkTools(folder) {
  for (const name of await readdir(tools)) {
    if (name.startsWith('.') || name.startsWith('perihelion')) continue;
    await symlink(join(tools, name), join(folder, 'node_modules', name));
  }
}
