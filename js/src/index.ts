/** The entry for browsers and bundlers. */
import { createLoad } from './api/load.js';

export * from './public.js';
export const load = createLoad(() => new URL('./perihelion.wasm', import.meta.url));
