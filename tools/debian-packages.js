import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

import { toolchain } from './environment.js';
import { capture, runLogged, SetupError } from './run.js';

// Each Debian package with what it must bring, so that a system that has the thing from elsewhere is content too:
// a command, or a file when it starts with "/".
const brings = {
  cmake: 'cmake',
  'ninja-build': 'ninja',
  python3: 'python3',
  'nlohmann-json3-dev': '/usr/include/nlohmann/json.hpp',
  'libfast-float-dev': '/usr/include/fast_float/fast_float.h',
  mmdebstrap: 'mmdebstrap',
  patchelf: 'patchelf',
  'clang-19': 'clang++-19',
  'llvm-19': 'llvm-symbolizer-19',
  'libclang-rt-19-dev': '/usr/lib/llvm-19/lib/clang/19/lib/linux/libclang_rt.asan-x86_64.a',
  'libgtest-dev': '/usr/include/gtest/gtest.h',
  'libcurl4-openssl-dev': '/usr/include/x86_64-linux-gnu/curl/curl.h',
  'libpcre2-dev': '/usr/include/pcre2.h',
  'libbenchmark-dev': '/usr/include/benchmark/benchmark.h',
  'libsimdjson-dev': '/usr/include/simdjson.h',
  'clang-tidy-19': 'clang-tidy-19',
  'clang-format-19': 'clang-format-19',
  doxygen: 'doxygen',
  chromium: 'chromium',
  'firefox-esr': 'firefox-esr',
  'python3-venv': 'ensurepip',
  openssl: 'openssl',
};

/** What each job needs from Debian. */
export const packagesFor = {
  build: ['cmake', 'ninja-build', 'python3'],
  extraction: ['mmdebstrap', 'patchelf'],
  native: [
    ...['clang-19', 'llvm-19', 'libclang-rt-19-dev'],
    ...['libgtest-dev', 'nlohmann-json3-dev', 'libfast-float-dev'],
    ...['libcurl4-openssl-dev', 'libpcre2-dev'],
  ],
  bench: ['libbenchmark-dev', 'libsimdjson-dev'],
  lint: ['clang-tidy-19', 'clang-format-19'],
  docs: ['doxygen'],
  browsers: ['chromium', 'firefox-esr'],
  python: ['python3-venv'],
  certificates: ['openssl'],
};

/** Installs those of `names` (Debian packages) that are missing. Without root it says which, and stops. */
export async function ensureDebianPackages(names, report) {
  const missing = await missingOf(names);
  if (missing.length > 0) await install(missing, report);
}

async function missingOf(names) {
  const missing = [];
  for (const name of names) {
    if (!(await isPresent(brings[name]))) missing.push(name);
  }
  return missing;
}

async function isPresent(thing) {
  if (thing.startsWith('/')) return existsSync(thing);
  if (thing === 'ensurepip')
    return (await capture('python3', ['-c', 'import ensurepip'])).status === 0;
  return process.env.PATH.split(path.delimiter).some((folder) =>
    existsSync(path.join(folder, thing)),
  );
}

async function install(names, report) {
  const list = names.join(' ');
  if (!existsSync('/usr/bin/apt-get')) {
    throw new SetupError(
      `missing: ${list}`,
      'These are the names of Debian 12 packages; this system has no apt-get. Install what each holds by hand:\n' +
        names.map((name) => `    ${name}: ${brings[name]}`).join('\n'),
    );
  }
  const byHand = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${list}`;
  if (process.getuid() !== 0) {
    throw new SetupError(
      `missing: ${list}. Installing them needs root`,
      `Run this, then the same command again:\n    ${byHand}`,
    );
  }
  report(`installing ${list}`);
  await aptGet(['update'], byHand);
  await aptGet(['install', '-y', '--no-install-recommends', ...names], byHand);
  const still = await missingOf(names);
  if (still.length > 0) {
    throw new SetupError(
      `apt-get installed ${still.join(', ')}, but ${still.map((name) => brings[name]).join(', ')} is still not there`,
      'This is known to work on Debian 12 on x86-64. Elsewhere install what is missing by hand.',
    );
  }
}

function aptGet(args, byHand) {
  mkdirSync(toolchain, { recursive: true });
  return runLogged('apt-get', ['-q', ...args], {
    log: path.join(toolchain, `apt-${args[0]}.log`),
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    advice:
      'Is the network up? After an interrupted installation `sudo dpkg --configure -a` repairs apt. By hand:\n' +
      `    ${byHand}`,
  });
}
