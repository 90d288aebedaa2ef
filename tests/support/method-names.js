/** The names of a class's methods, and of those that it inherits, sorted. */
export function methodNames({ prototype }) {
  const names = new Set();
  for (let of = prototype; of !== Object.prototype; of = Object.getPrototypeOf(of)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(of))) {
      if (typeof value === 'function') names.add(name);
    }
  }
  names.delete('constructor');
  return [...names].sort();
}
