/** A picture of what a panel shows. A file of its own, which frames load when the page asks for one. */

import { maxPictureSide } from '../../panel/protocol.js';

/** The pixels of an image or canvas as an address. */
function pixels(source: HTMLImageElement | HTMLCanvasElement): string {
  if (source instanceof HTMLCanvasElement) return source.toDataURL();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [source.naturalWidth, source.naturalHeight];
  canvas.getContext('2d')!.drawImage(source, 0, 0);
  return canvas.toDataURL();
}

/** Gives a copy what it does not have of its own: the pixels of images and canvases, what fields hold. */
function complete(original: Element, copy: Element): void {
  if (original instanceof HTMLCanvasElement || original instanceof HTMLImageElement) {
    const image = document.createElement('img');
    for (const { name, value } of original.attributes) image.setAttribute(name, value);
    image.src = pixels(original);
    copy.replaceWith(image);
  } else if (original instanceof HTMLInputElement) {
    copy.setAttribute('value', original.value);
    copy.toggleAttribute('checked', original.checked);
  } else if (original instanceof HTMLTextAreaElement) {
    copy.textContent = original.value;
  } else if (original instanceof HTMLOptionElement) {
    copy.toggleAttribute('selected', original.selected);
  } else if (original instanceof HTMLScriptElement) {
    copy.remove();
  }
}

/** A copy of the document's body that needs nothing else than its style sheets. */
function copyOfBody(): HTMLElement {
  const body = document.body.cloneNode(true) as HTMLElement;
  const copies = [...body.querySelectorAll('*')];
  [...document.body.querySelectorAll('*')].forEach((node, at) => complete(node, copies[at]!));
  return body;
}

/** All style sheets of the document. */
function styles(): string {
  const sheets = [...document.styleSheets, ...document.adoptedStyleSheets];
  return sheets.flatMap(({ cssRules }) => [...cssRules].map((rule) => rule.cssText)).join('\n');
}

function svgElement<K extends keyof SVGElementTagNameMap>(
  name: K,
  width: number,
  height: number,
): SVGElementTagNameMap[K] {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  node.setAttribute('width', String(width));
  node.setAttribute('height', String(height));
  return node;
}

/** The address of the document as an SVG image of that size. */
function drawing(width: number, height: number): string {
  const svg = svgElement('svg', width, height);
  svg.style.colorScheme = document.documentElement.style.colorScheme;
  const style = document.createElement('style');
  style.textContent = styles();
  const place = svgElement('foreignObject', width, height);
  place.append(copyOfBody());
  svg.append(style, place);
  const text = new XMLSerializer().serializeToString(svg);
  // Browsers trust no other kind of address with HTML in an image.
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** The panel as a PNG image, as sharp as the screen. */
export async function picture(): Promise<Blob> {
  const { clientWidth: width, scrollHeight: height } = document.documentElement;
  const scale = Math.min(devicePixelRatio, maxPictureSide / Math.max(width, height, 1));
  const image = new Image();
  image.src = drawing(width, height);
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [Math.ceil(width * scale), Math.ceil(height * scale)];
  const context = canvas.getContext('2d')!;
  for (const color of ['#ffffff', getComputedStyle(document.body).backgroundColor]) {
    context.fillStyle = color;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('it has no size')))),
  );
}
