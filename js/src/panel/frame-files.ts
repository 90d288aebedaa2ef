import { assetUrl } from '../assets/asset-url.js';
import type { FrameFiles } from './frame-session.js';
import { onceAPage } from './once-a-page.js';

const beside = {
  // Literal, and one by one, because bundlers look for this very form to copy and rename a file.
  outer: () => new URL('./outer.html', import.meta.url),
  inner: () => new URL('./inner.html', import.meta.url),
  runtime: () => new URL('./frame-runtime.js', import.meta.url),
};

const runtimeAt = onceAPage(async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
});

/**
 * Where the frame's files are.
 * @param frameBase URL below which the documents are; "" means that they are where the other files are
 * @param assetBase URL below which all files are; "" means beside this module
 * @throws TypeError when one of them is no URL
 */
export function frameFiles(frameBase: string, assetBase: string): FrameFiles {
  const documents = frameBase || assetBase;
  return {
    outer: documents ? assetUrl(documents, 'outer.html') : beside.outer(),
    inner: documents ? assetUrl(documents, 'inner.html') : beside.inner(),
    runtime: runtimeAt(assetBase ? assetUrl(assetBase, 'frame-runtime.js') : beside.runtime()),
  };
}
