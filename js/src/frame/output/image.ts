import { imageUrl, isImage } from '../../api/image-url.js';
import { element } from '../element.js';

/** How an image is drawn. */
export interface ImageSettings {
  /** Format of bytes that do not say it themselves: "png", "image/png". */
  format?: string;
  /** CSS pixels. */
  width?: number;
  /** What the image shows, for those who do not see it. */
  alt?: string;
}

/** The bytes in a view or buffer; undefined elsewhere. */
export function toBytes(data: unknown): Uint8Array | undefined {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (!(data instanceof Uint8Array || data instanceof Uint8ClampedArray)) return undefined;
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function painted(source: ImageBitmap | ImageData): HTMLCanvasElement {
  const canvas = element('canvas', { width: source.width, height: source.height });
  const context = canvas.getContext('2d')!;
  if (source instanceof ImageData) context.putImageData(source, 0, 0);
  else context.drawImage(source, 0, 0);
  return canvas;
}

function addressOf(data: unknown, format: string | undefined): string | undefined {
  if (data instanceof Blob) return URL.createObjectURL(data);
  if (typeof data === 'string') {
    if (/^\s*<(\?xml|svg)/.test(data)) {
      return URL.createObjectURL(new Blob([data], { type: 'image/svg+xml' }));
    }
    return /^(data|blob):/.test(data) ? data : undefined;
  }
  const bytes = toBytes(data);
  if (!bytes) return undefined;
  if (isImage(bytes) || !format) return imageUrl(bytes);
  const type = format.includes('/') ? format : `image/${format}`;
  return URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
}

/** Whether this shows as an image by itself. */
export function isPicture(thing: unknown): boolean {
  if (thing instanceof ImageBitmap || thing instanceof ImageData) return true;
  if (thing instanceof Blob) return thing.type.startsWith('image/');
  const bytes = toBytes(thing);
  return bytes !== undefined && isImage(bytes);
}

/**
 * An image of bytes, a Blob, an ImageData or ImageBitmap, an element, SVG text, or a data: or blob: address.
 * @throws TypeError elsewhere: a panel loads nothing from the network
 */
export function imageNode(data: unknown, { format, width, alt = '' }: ImageSettings): HTMLElement {
  if (data instanceof HTMLElement) return data;
  if (data instanceof ImageBitmap || data instanceof ImageData) {
    const canvas = painted(data);
    if (width) canvas.style.width = `${width}px`;
    return canvas;
  }
  const src = addressOf(data, format);
  if (src === undefined) {
    const given = typeof data === 'string' ? `"${data.slice(0, 60)}"` : typeof data;
    throw new TypeError(
      `an image is bytes, a Blob, ImageData, SVG text or a data: address, not ${given}`,
    );
  }
  const image = element('img', { src, alt });
  if (width) image.width = width;
  if (src.startsWith('blob:') && src !== data) {
    const done = () => URL.revokeObjectURL(src);
    image.addEventListener('load', done, { once: true });
    image.addEventListener('error', done, { once: true });
  }
  return image;
}
