// Panel code may replace any global.
const { apply } = Reflect;
const runText = eval;

type Callback = (...args: unknown[]) => unknown;
type Named = Record<string, unknown>;

const scope = globalThis as unknown as Named & Record<string, { prototype?: Named } | undefined>;

/** Functions of the browser whose first argument is called in another task: where each is, and its name. */
const callers: readonly [owner: Named | undefined, name: string][] = [
  [scope, 'setTimeout'],
  [scope, 'setInterval'],
  [scope, 'requestAnimationFrame'],
  [scope, 'requestIdleCallback'],
  [scope['Scheduler']?.prototype, 'postTask'],
  [scope['HTMLVideoElement']?.prototype, 'requestVideoFrameCallback'],
];

const observers = [
  'ResizeObserver',
  'IntersectionObserver',
  'PerformanceObserver',
  'MutationObserver',
  'ReportingObserver',
] as const;

/** Functions that panel code hands to the browser, each wrapped once: what is removed must be what was added. */
class Brackets {
  private readonly wrapped = new WeakMap<object, Callback>();
  private readonly originals = new WeakMap<object, object>();

  constructor(private readonly enter: () => void) {}

  /** A function that calls `enter` before this one; other values as they are. */
  around<T>(callback: T): T {
    if (typeof callback !== 'function') return callback;
    const { enter } = this;
    return this.remembered(callback, function (this: unknown, ...args) {
      enter();
      return apply(callback, this, args) as unknown;
    }) as T;
  }

  /** The same for an event listener, which may be an object that has the function. */
  aroundListener(listener: unknown): unknown {
    if (typeof listener !== 'object' || listener === null) return this.around(listener);
    const { enter } = this;
    return this.remembered(listener, (event) => {
      enter();
      return (listener as EventListenerObject).handleEvent(event as Event);
    });
  }

  /** What was wrapped in this. */
  original(callback: unknown): unknown {
    return typeof callback === 'function' ? (this.originals.get(callback) ?? callback) : callback;
  }

  private remembered(callback: object, made: Callback): Callback {
    const wrapper = this.wrapped.get(callback) ?? made;
    this.wrapped.set(callback, wrapper);
    this.originals.set(wrapper, callback);
    return wrapper;
  }
}

function bracketCallers(brackets: Brackets): void {
  for (const [owner, name] of callers) {
    const original = owner?.[name];
    if (!owner || typeof original !== 'function') continue;
    owner[name] = function (this: unknown, callback: unknown, ...rest: unknown[]): unknown {
      // For timers text is code too.
      const work = typeof callback === 'string' ? () => void runText(callback) : callback;
      return apply(original, this, [brackets.around(work), ...rest]);
    };
  }
}

function bracketObservers(brackets: Brackets): void {
  const classes = globalThis as unknown as Record<
    string,
    (new (callback: Callback, ...rest: unknown[]) => object) | undefined
  >;
  for (const name of observers) {
    const Original = classes[name];
    if (!Original) continue;
    classes[name] = class extends Original {
      constructor(callback: Callback, ...rest: unknown[]) {
        super(brackets.around(callback), ...rest);
      }
    };
  }
}

function bracketListeners(brackets: Brackets): void {
  const target = EventTarget.prototype;
  for (const name of ['addEventListener', 'removeEventListener'] as const) {
    const original = target[name];
    target[name] = function (type: string, listener: unknown, ...rest: unknown[]) {
      apply(original, this, [type, brackets.aroundListener(listener), ...rest]);
    };
  }
}

/** `onclick` and its like, of every kind of object. */
function bracketHandlers(brackets: Brackets): void {
  // Not by reading them: some accessors throw in this frame.
  const globals = Object.values(Object.getOwnPropertyDescriptors(scope));
  const kinds = globals.map(({ value }) => (value as { prototype?: Named } | null)?.prototype);
  for (const owner of new Set([scope, ...kinds])) {
    const properties = Object.entries(Object.getOwnPropertyDescriptors(owner ?? {}));
    for (const [name, property] of properties) {
      const { get, set, configurable } = property;
      if (!name.startsWith('on') || !get || !set || !configurable) continue;
      Object.defineProperty(owner, name, {
        ...property,
        get() {
          return brackets.original(apply(get, this, []));
        },
        set(handler: unknown) {
          apply(set, this, [brackets.around(handler)]);
        },
      });
    }
  }
}

/**
 * From now on calls `enter` before what panel code hands to the browser is called: timers, observers, listeners and
 * handlers of events of every kind. Promises of the browser's own are not among it.
 */
export function watchEntries(enter: () => void): void {
  const brackets = new Brackets(enter);
  bracketCallers(brackets);
  bracketObservers(brackets);
  bracketListeners(brackets);
  bracketHandlers(brackets);
}
