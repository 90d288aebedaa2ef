import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { SetupError } from './run.js';

/** The first Debian mirror in the machine's own apt sources, security archives aside. */
export function debianMirror(folder = '/etc/apt') {
  const mirror = sourceFiles(folder).flatMap(addresses).find(isMainArchive);
  if (!mirror) {
    throw new SetupError(
      `no Debian mirror in ${folder}/sources.list or ${folder}/sources.list.d`,
      'Name one there, or put an emcc of version 6 or later on PATH.',
    );
  }
  return mirror;
}

function sourceFiles(folder) {
  const parts = path.join(folder, 'sources.list.d');
  const names = existsSync(parts) ? readdirSync(parts).sort() : [];
  return [
    path.join(folder, 'sources.list'),
    ...names.filter((name) => /\.(list|sources)$/.test(name)).map((name) => path.join(parts, name)),
  ].filter((file) => existsSync(file));
}

function addresses(file) {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.flatMap((line) => {
    const classic = /^\s*deb\s+(?:\[[^\]]*\]\s*)?(\S+)/.exec(line);
    if (classic) return [classic[1]];
    const deb822 = /^URIs:(.*)$/i.exec(line);
    return deb822 ? deb822[1].trim().split(/\s+/) : [];
  });
}

function isMainArchive(address) {
  return /^(https?|file|copy):.*\/debian\/?$/.test(address);
}
