import type { FrameFiles } from './frame-session.js';

const beside = {
  // Literal, and one by one, because bundlers look for this very form to copy and rename a file.
  outer: () => new URL('./outer.html', import.meta.url),
  inner: () => new URL('./inner.html', import.meta.url),
  runtime: () => new URL('./frame-runtime.js', import.meta.url),
};

let runtimeText: Promise<string> | undefined;

async function fetchRuntime(): Promise<string> {
  const url = beside.runtime();
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url.href} answered ${response.status}`);
  return response.text();
}

function runtime(): Promise<string> {
  runtimeText ??= fetchRuntime().catch((error) => {
    runtimeText = undefined;
    throw error;
  });
  return runtimeText;
}

/**
 * Where the frame's files are: beside this module, or below `base`, a URL that ends in "/".
 * @throws TypeError when `base` is no URL
 */
export function frameFiles(base?: string): FrameFiles {
  if (!base) return { outer: beside.outer(), inner: beside.inner(), runtime: runtime() };
  const prefix = new URL(base, document.baseURI);
  return {
    outer: new URL('outer.html', prefix),
    inner: new URL('inner.html', prefix),
    runtime: runtime(),
  };
}
