type Work = () => void;

/** By messages to oneself, in the order of the calls. */
function byMessages(): (work: Work) => void {
  const waiting: Work[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => waiting.shift()?.();
  return (work) => {
    waiting.push(work);
    port2.postMessage(undefined);
  };
}

let run: ((work: Work) => void) | undefined;

/** Runs `work` in a task of its own, soon. A timer would wait: browsers make those that timers set at least 4 ms long. */
export function nextTask(work: Work): void {
  // In Node a channel that is listened to would keep the process from its end.
  run ??= typeof setImmediate === 'function' ? setImmediate : byMessages();
  run(work);
}
