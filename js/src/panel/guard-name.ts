/** Name under which guarded code calls the runtime's time check. */
export const tickName = '__perihelionTick';
/** Name under which panel code, once prepared, imports. */
export const importName = '__perihelionImport';
/** Name of a module's default export that has no name of its own. */
export const defaultName = '__perihelionDefault';
