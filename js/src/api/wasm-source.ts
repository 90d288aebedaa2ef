import { messageOf, PerihelionError } from './errors.js';

/** Where the compiled core comes from: an address, its bytes, an answer that carries them, or a module. */
export type WasmSource = string | URL | BufferSource | Response | WebAssembly.Module;

/** The first four bytes of every WebAssembly file: "\0asm". */
const MAGIC = 0x6d736100;

async function bytesFrom(response: Response, place: string): Promise<ArrayBuffer> {
  if (!response.ok) {
    throw new PerihelionError(
      'network',
      `${place} was answered with status ${response.status}: serve perihelion.wasm there, or pass load({ wasm })`,
      response.status,
    );
  }
  return response.arrayBuffer();
}

function check(bytes: ArrayBuffer | ArrayBufferView, place: string): void {
  const view = ArrayBuffer.isView(bytes)
    ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new DataView(bytes);
  if (view.byteLength >= 8 && view.getUint32(0, true) === MAGIC) return;
  throw new PerihelionError(
    'bad_response',
    `${place} is not a WebAssembly file: perhaps a page of the site came instead of perihelion.wasm`,
  );
}

async function fetchBytes(url: string): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new PerihelionError('network', `${url} could not be loaded: ${messageOf(error)}`);
  }
  return bytesFrom(response, url);
}

async function compileBytes(bytes: BufferSource, place: string): Promise<WebAssembly.Module> {
  check(bytes, place);
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new PerihelionError(
      'bad_response',
      `${place} could not be compiled: ${messageOf(error)}`,
    );
  }
}

/** Compiles the core. Rejects with an error that names the address and what came from there. */
export async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  if (source instanceof Response) {
    const place = source.url || 'the given Response';
    return compileBytes(await bytesFrom(source, place), place);
  }
  const isAddress = typeof source === 'string' || source instanceof URL;
  if (!isAddress) return compileBytes(source, 'what load({ wasm }) was given');
  return compileBytes(await fetchBytes(String(source)), String(source));
}
