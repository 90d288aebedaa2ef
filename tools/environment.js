import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What is installed for this checkout alone: Emscripten, its cache, header-only libraries. */
export const toolchain = path.join(root, '.toolchain');

/** Where {@link import('./emscripten.js')} puts Emscripten when the machine has none that is new enough. */
export const emscriptenHome = path.join(toolchain, 'emscripten');

/** Python of the tests' virtual environment. */
export const python = path.join(root, '.venv', 'bin', 'python');

/** Browsers that the browser tests drive, as Debian's packages install them; an environment variable names others. */
export const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const firefox = process.env.FIREFOX ?? '/usr/bin/firefox-esr';
