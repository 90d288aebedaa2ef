/**
 * The first script of the inner frame: closes what the content security policy leaves open, says
 * hello, and loads the runtime that the page sends, once.
 */
import { helloMessage, type StartMessage } from '../panel/protocol.js';

// No directive governs WebRTC, and its packets leave the machine.
for (const name of Object.getOwnPropertyNames(window)) {
  if (/^(webkit|moz)?RTC/.test(name)) Reflect.deleteProperty(window, name);
}

addEventListener('message', function start(event: MessageEvent<StartMessage>) {
  if (event.source !== parent) return;
  removeEventListener('message', start);
  const [control, data] = event.ports;
  const blob = new Blob([event.data.runtime], { type: 'text/javascript' });
  import(URL.createObjectURL(blob)).then(
    (runtime) => runtime.start(control, data),
    (error) => control?.postMessage(JSON.stringify({ kind: 'failed', message: String(error) })),
  );
});

parent.postMessage(helloMessage, '*');
