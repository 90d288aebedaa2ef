import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { statfs } from 'node:fs/promises';
import path from 'node:path';

import { debianMirror } from './debian-mirror.js';
import { emscriptenHome, root, toolchain } from './environment.js';
import { capture, runLogged, SetupError } from './run.js';
import { unlessDone } from './stamp.js';

const oldest = 6;
// Debian's testing suite: the first with Emscripten 6. It is unpacked beside the system, never installed into it.
const suite = 'forky';
const libraryFolder = 'usr/lib/x86_64-linux-gnu';
const loader = `${libraryFolder}/ld-linux-x86-64.so.2`;
const stampFile = path.join(emscriptenHome, 'perihelion-stamp.json');
const configFile = path.join(toolchain, 'emscripten.config.py');
const cache = path.join(toolchain, 'emscripten-cache');
const gigabytesNeeded = 3;
const probeSource = `#include <emscripten/bind.h>
#include <emscripten/fetch.h>
int main() {}
`;
// The flags that CMakeLists.txt gives: they choose which variants of the libraries are compiled.
const probeFlags = [
  '-Oz -flto -std=c++20 -fwasm-exceptions -fno-rtti -DEMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0',
  '-lembind -sFETCH -sMODULARIZE -sEXPORT_ES6 -sMALLOC=emmalloc',
].flatMap((flags) => flags.split(' '));

/**
 * The Emscripten to build with: `{ home, version, env }`, with `home` the folder of `emcc` and `env` the
 * variables that its commands need. An `emcc` of version 6 or later on PATH wins; null when there is none at all.
 */
export async function findEmscripten() {
  const onPath = await emscriptenOnPath();
  if (onPath) return onPath;
  if (!isExtracted()) return null;
  const home = path.join(emscriptenHome, 'usr/share/emscripten');
  const { version } = readStamp();
  return { home, version, env: { EM_CONFIG: configFile, PATH: `${home}:${process.env.PATH}` } };
}

/** Makes Emscripten 6 available; see {@link findEmscripten}. */
export async function ensureEmscripten(report) {
  const found = await findEmscripten();
  if (!found) await extract(report);
  else if (found.env.EM_CONFIG) writeConfig();
  await buildSystemLibraries(report, found ?? (await findEmscripten()));
}

async function emscriptenOnPath() {
  const { status, output } = await capture('emcc', ['--version']);
  const version = /^emcc .*?(\d+)\.(\d+)\.(\d+)/m.exec(output);
  if (status !== 0 || !version || Number(version[1]) < oldest) return null;
  const which = await capture('which', ['emcc']);
  const home = path.dirname(realpathSync(which.output.trim()));
  return { home, version: version.slice(1).join('.'), env: {} };
}

// The loader's path is written into the programs, so a checkout that was moved needs them anew.
function isExtracted() {
  return readStamp()?.home === emscriptenHome && readStamp().suite === suite;
}

function readStamp() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : null;
}

async function extract(report) {
  await checkMachine();
  mkdirSync(toolchain, { recursive: true });
  removeAbandoned();
  const target = `${emscriptenHome}.partial-${process.pid}`;
  report(`extracting about 800 MB of Debian ${suite} packages`);
  await unpack(target);
  report('pointing its programs at their own libraries');
  await patch(target);
  rmSync(emscriptenHome, { recursive: true, force: true });
  writeFileSync(
    path.join(target, path.basename(stampFile)),
    JSON.stringify({ home: emscriptenHome, suite, version: versionIn(target) }),
  );
  renameSync(target, emscriptenHome);
  writeConfig();
}

async function checkMachine() {
  const byHand = `Install Emscripten ${oldest} or later by hand (https://emscripten.org) and put its emcc on PATH.`;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      `this works on Linux on x86-64 only; this is ${process.platform} on ${process.arch}`,
      byHand,
    );
  }
  if (!existsSync('/usr/bin/mmdebstrap')) {
    throw new SetupError('needs mmdebstrap, which Debian has and this system has not', byHand);
  }
  const { bavail, bsize } = await statfs(root);
  const gigabytes = (bavail * bsize) / 1e9;
  if (gigabytes < gigabytesNeeded) {
    throw new SetupError(
      `needs ${gigabytesNeeded} GB of free disk space; ${root} has ${gigabytes.toFixed(1)} GB`,
      'Free some space and run the same command again.',
    );
  }
}

function removeAbandoned() {
  for (const name of readdirSync(toolchain)) {
    const pid = /^emscripten\.partial-(\d+)$/.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) {
      rmSync(path.join(toolchain, name), { recursive: true, force: true });
    }
  }
}

function unpack(target) {
  // Nothing of it is run while it is unpacked, so without root no user namespace or fakeroot is needed.
  const mode = process.getuid() === 0 ? 'root' : 'chrootless';
  const args = [
    `--mode=${mode}`,
    '--variant=extract',
    '--aptopt=Acquire::Check-Valid-Until "false"',
    '--aptopt=APT::Install-Recommends "false"',
    '--include=emscripten',
    suite,
    target,
    debianMirror(),
  ];
  return runLogged('mmdebstrap', args, {
    log: path.join(toolchain, 'emscripten.log'),
    advice:
      'Is the network up, and the Debian mirror in your apt sources reachable (sudo apt-get update)?\n' +
      `Then run the same command again. Or put an emcc of version ${oldest} or later on PATH.`,
  });
}

// Debian testing needs a newer glibc than Debian 12 has: each program gets the loader and libraries it came with.
async function patch(target) {
  const interpreter = ['--set-interpreter', path.join(emscriptenHome, loader)];
  const libraries = ['--force-rpath', '--set-rpath', path.join(emscriptenHome, libraryFolder)];
  const log = path.join(toolchain, 'patchelf.log');
  for (const file of programs(target)) {
    await runLogged('patchelf', [...interpreter, ...libraries, file], { log });
  }
  for (const file of privateLibraries(target)) {
    await runLogged('patchelf', [...libraries, file], { log });
  }
  symlinkSync('../nodejs', path.join(target, 'usr/share/emscripten/node_modules'));
  // Its own scripts are CommonJS; without this they would take "type": "module" from this project.
  writeFileSync(path.join(target, 'package.json'), '{ "type": "commonjs" }\n');
}

function programs(target) {
  const llvm = path.join(target, llvmFolder(target), 'bin');
  const used = /^(clang|lld|llvm-(ar|nm|objcopy|strip|ranlib|dwarfdump|cxxfilt|dwp))$/;
  const binaryen = path.join(target, 'usr/bin');
  const files = [
    ...readdirSync(llvm)
      .filter((name) => used.test(name))
      .map((name) => path.join(llvm, name)),
    ...readdirSync(binaryen)
      .filter((name) => name.startsWith('wasm-'))
      .map((name) => path.join(binaryen, name)),
  ];
  return realFiles(files);
}

function privateLibraries(target) {
  const folders = [libraryFolder, `${llvmFolder(target)}/lib`].map((name) =>
    path.join(target, name),
  );
  const wanted = /^(libLLVM.*|libclang.*|libbinaryen)\.so/;
  return realFiles(
    folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => wanted.test(name))
        .map((name) => path.join(folder, name)),
    ),
  );
}

function realFiles(files) {
  const real = files.filter((file) => existsSync(file)).map((file) => realpathSync(file));
  return [...new Set(real)].filter((file) => lstatSync(file).isFile() && isElf(file));
}

function isElf(file) {
  return readFileSync(file).subarray(0, 4).toString('latin1') === '\x7fELF';
}

function llvmFolder(target) {
  const folders = readdirSync(path.join(target, 'usr/lib')).filter((name) =>
    /^llvm-\d+$/.test(name),
  );
  if (folders.length !== 1) {
    throw new SetupError(
      `expected one LLVM in the extracted packages, found: ${folders.join(', ') || 'none'}`,
    );
  }
  return `usr/lib/${folders[0]}`;
}

function versionIn(target) {
  const file = path.join(target, 'usr/share/emscripten/emscripten-version.txt');
  return readFileSync(file, 'utf8').trim().replaceAll('"', '');
}

// Written again only when it differs: the node that runs this may have changed since.
function writeConfig() {
  const settings = {
    EMSCRIPTEN_ROOT: path.join(emscriptenHome, 'usr/share/emscripten'),
    LLVM_ROOT: path.join(emscriptenHome, llvmFolder(emscriptenHome), 'bin'),
    BINARYEN_ROOT: path.join(emscriptenHome, 'usr'),
    NODE_JS: process.execPath,
    CACHE: cache,
  };
  const text = Object.entries(settings)
    .map(([name, value]) => `${name} = ${JSON.stringify(value)}\n`)
    .join('');
  if (!existsSync(configFile) || readFileSync(configFile, 'utf8') !== text) {
    writeFileSync(configFile, text);
  }
}

// Emscripten compiles its C and C++ libraries on first use: better here, announced, than in the first build.
async function buildSystemLibraries(report, emscripten) {
  const inputs = JSON.stringify([emscripten.home, emscripten.version, probeFlags]);
  await unlessDone('.toolchain/system-libraries.json', inputs, async () => {
    report('compiling its system libraries, once, a few minutes');
    const probe = path.join(toolchain, 'probe');
    rmSync(probe, { recursive: true, force: true });
    mkdirSync(probe, { recursive: true });
    writeFileSync(path.join(probe, 'probe.cpp'), probeSource);
    await runLogged(
      path.join(emscripten.home, 'em++'),
      ['probe.cpp', ...probeFlags, '-o', 'probe.mjs'],
      {
        cwd: probe,
        log: path.join(toolchain, 'system-libraries.log'),
        env: { ...process.env, ...emscripten.env },
      },
    );
    rmSync(probe, { recursive: true });
  });
}
