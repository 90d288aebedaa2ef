const timers = [
  'setTimeout',
  'setInterval',
  'requestAnimationFrame',
  'requestIdleCallback',
] as const;
const observers = ['ResizeObserver', 'IntersectionObserver', 'PerformanceObserver'] as const;
const events = [
  'click',
  'dblclick',
  'contextmenu',
  'pointerdown',
  'pointerup',
  'pointermove',
  'pointerover',
  'mousedown',
  'mouseup',
  'mousemove',
  'mouseover',
  'wheel',
  'scroll',
  'keydown',
  'keyup',
  'input',
  'change',
  'focusin',
  'focusout',
  'resize',
  'message',
  'load',
  'error',
  'animationend',
  'transitionend',
];

type Callback = (...args: unknown[]) => unknown;

/** Calls `enter` before each task that can run panel code: timers, observers, events and data. */
export function watchEntries(enter: () => void, data: MessagePort): void {
  const entering = (callback: unknown): unknown =>
    typeof callback !== 'function'
      ? callback
      : function (this: unknown, ...args: unknown[]) {
          enter();
          return callback.apply(this, args);
        };

  const scope = globalThis as unknown as Record<string, Callback | undefined>;
  for (const name of timers) {
    const original = scope[name];
    if (original) scope[name] = (callback, ...rest) => original(entering(callback), ...rest);
  }
  const classes = globalThis as unknown as Record<string, new (callback: Callback) => object>;
  for (const name of observers) {
    const Original = classes[name]!;
    classes[name] = class extends Original {
      constructor(callback: Callback) {
        super(entering(callback) as Callback);
      }
    };
  }
  for (const type of events) addEventListener(type, enter, { capture: true, passive: true });
  data.addEventListener('message', enter);
}
