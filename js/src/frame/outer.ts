/**
 * The outer frame: it holds the frame that runs panel code and, by its content security policy, the
 * only document that this frame may ever show. It runs nothing of the panel's.
 */
import { helloMessage } from '../panel/protocol.js';

/** The policy source of exactly one document: a path that ends in "/" would match all below it. */
function exactSource(url: URL): string {
  if (url.origin !== location.origin || url.pathname.endsWith('/')) {
    throw new Error(`the inner document must be a file on ${location.origin}, not ${url.href}`);
  }
  const path = url.pathname.replaceAll(';', '%3B').replaceAll(',', '%2C');
  return url.origin + path;
}

// Bundlers rename files, so the page says where the inner document is.
const inner = new URL(decodeURIComponent(location.hash.slice(1)), location.href);

const policy = document.createElement('meta');
policy.httpEquiv = 'Content-Security-Policy';
policy.content = `frame-src ${exactSource(inner)}`;
document.head.append(policy);

const frame = document.createElement('iframe');
frame.setAttribute('sandbox', 'allow-scripts');
frame.referrerPolicy = 'no-referrer';
frame.title = 'Panel';
frame.style.cssText = 'position:fixed;inset:0;width:100%;height:100%;border:0';

let started = false;
addEventListener('message', (event) => {
  if (event.source === frame.contentWindow) {
    if (event.data === helloMessage) parent.postMessage(helloMessage, '*');
  } else if (event.source === parent && !started) {
    started = true;
    frame.contentWindow?.postMessage(event.data, '*', [...event.ports]);
  }
});

frame.src = inner.href;
document.body.append(frame);
