/**
 * Begins a beat of the page's own messages.
 * @returns a function that tells the longest time, in ms, that one had to wait since it was last called
 */
export function startBeat() {
  let longest = 0;
  let last = performance.now();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    setTimeout(() => port2.postMessage(null), 1);
  };
  port2.postMessage(null);
  return () => {
    const gap = longest;
    longest = 0;
    return gap;
  };
}
