/** A new element with properties and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(name);
  Object.assign(node, properties);
  node.append(...children);
  return node;
}

let last = 0;

/** An id for an element that another one refers to. */
export function newId(): string {
  return `perihelion-${++last}`;
}
