/** The entry for Node, whose fetch reads no file: addresses. */
import { readFile } from 'node:fs/promises';
import { createLoad } from './api/load.js';

export * from './public.js';
export const load = createLoad(() => readFile(new URL('./perihelion.wasm', import.meta.url)));
