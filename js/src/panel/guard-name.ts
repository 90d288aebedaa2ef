/** Name under which guarded code calls the runtime's time check. */
export const tickName = '__perihelionTick';
