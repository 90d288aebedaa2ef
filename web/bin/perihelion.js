#!/usr/bin/env node
// npm links a command only where its file is there when it installs: that is before the build.
import { existsSync } from 'node:fs';

const built = new URL('../dist/server/cli.js', import.meta.url);

if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('perihelion: it is not built yet: run npm start or npm run build first');
  process.exitCode = 1;
}
