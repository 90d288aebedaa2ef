/** What runs in the inner frame: takes the page's messages and runs panel code. */
import { queryBuilders } from '../api/query.js';
import { PortSession } from '../worker/port-session.js';
import type { ContextMessage, HostMessage, RunMessage } from '../panel/protocol.js';
import { forwardConsole } from './console.js';
import { ContextReads } from './context-reads.js';
import { ControlPort } from './control-port.js';
import { watchEntries } from './entries.js';
import { describeError, type ErrorReport } from './errors.js';
import { panelBody, type PanelBody, type PanelScope } from './forms.js';
import { FrameHighlight } from './highlight.js';
import { Modules } from './modules.js';
import { PanelPage } from './page.js';
import { ProgressReport } from './progress-report.js';
import { RateLimit } from './rate-limit.js';
import { headLines } from './run.js';
import { isStaleCall, runApi } from './run-api.js';
import { toText } from './text.js';
import { TimeLimit } from './time-limit.js';
import { PanelUi } from './ui.js';
import { watchLinks } from './viewer.js';

type Picture = typeof import('./features/picture.js');

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

class Runtime {
  private readonly time = new TimeLimit();
  private readonly errorRate = new RateLimit(20);
  private readonly page = new PanelPage(() => this.rerun());
  private readonly control: ControlPort;
  private readonly modules: Modules;
  private readonly progress: ProgressReport;
  private readonly highlight: FrameHighlight;
  private readonly session: PortSession;
  private current: RunMessage | undefined;
  private body: PanelBody | undefined;
  private lastRun: AbortController | undefined;
  private reads = new ContextReads();
  /** Whether the last run failed: it may not have come to what it depends on. */
  private failed = false;

  constructor(
    control: MessagePort,
    data: MessagePort,
    private readonly headLines: number,
  ) {
    this.control = new ControlPort(control, (message) => this.receive(message));
    this.modules = new Modules(this.control.post);
    this.progress = new ProgressReport(this.control.post);
    this.highlight = new FrameHighlight(this.control.post);
    this.watchSize();
    watchEntries(this.control.enter, data);
    watchLinks(this.control.post);
    // Not among the names that code is called with: a panel may have a `Metric` of its own.
    Object.assign(globalThis, queryBuilders);
    this.session = new PortSession(data);
    forwardConsole((level, text) => this.control.post({ kind: 'console', level, text }));
    addEventListener('error', (event) => {
      // A notice of the browser's that a resize is seen to in the next frame; no code threw it.
      if (!event.message.startsWith('ResizeObserver loop'))
        this.report(event.error ?? event.message);
    });
    addEventListener('unhandledrejection', (event) => this.report(event.reason));
    this.control.post({ kind: 'ready' });
  }

  private receive(message: HostMessage): void {
    if (message.kind === 'run') this.start(message);
    if (message.kind === 'context') this.change(message);
    if (message.kind === 'theme') document.documentElement.style.colorScheme = message.scheme;
    if (message.kind === 'highlight') {
      this.control.enter();
      this.highlight.receive(message);
    }
    if (message.kind === 'picture') void this.draw(message.ask);
    if (message.kind === 'module') {
      // What waits for the module is panel code.
      this.control.enter();
      this.modules.receive(message);
    }
  }

  private start(message: RunMessage): void {
    this.current = message;
    this.time.limit = message.loopLimit;
    this.modules.offered = message.libraries;
    deepFreeze(message.context);
    deepFreeze(message.options);
    try {
      if (message.program) {
        this.reads = new ContextReads();
        this.page.edit(message.program.html, message.program.css);
        this.body = panelBody(message.program, this.time.tick, this.modules);
      }
    } catch (error) {
      this.body = undefined;
      this.report(error);
    }
    void this.run();
  }

  private change({ context, options, changed }: ContextMessage): void {
    if (!this.current) return;
    deepFreeze(context);
    deepFreeze(options);
    Object.assign(this.current, { context, options });
    if (this.failed || this.reads.concerns(changed)) this.rerun();
  }

  private async draw(ask: number): Promise<void> {
    try {
      const { picture } = await this.modules.feature<Picture>('picture');
      this.control.post({ kind: 'picture', ask, data: await picture(), error: '' });
    } catch (error) {
      this.control.post({ kind: 'picture', ask, error: toText(error) });
    }
  }

  private rerun(): void {
    if (this.body) this.control.post({ kind: 'running' });
    void this.run();
  }

  private async run(): Promise<void> {
    this.lastRun?.abort();
    if (!this.body || !this.current) return;
    this.failed = false;
    const { revision } = this.current;
    const { signal } = (this.lastRun = new AbortController());
    const run = this.page.startRun(signal);
    const { modules, progress, highlight } = this;
    const services = { modules, progress, highlight, post: this.control.post };
    const ui = new PanelUi(run, this.page.region, services);
    this.control.enter();
    try {
      await this.body(this.scope(ui, signal), run);
      await run.settled();
      if (signal.aborted) return;
      run.end();
      this.control.post({ kind: 'rendered', revision });
    } catch (error) {
      if (signal.aborted) return;
      this.failed = true;
      if (run.drawn) run.end();
      this.report(error);
    }
  }

  /** What a run is called with. Its context and options are those of the time at which they are looked at. */
  private scope(ui: PanelUi, signal: AbortSignal): PanelScope {
    const { reads } = this;
    const now = () => this.current!;
    return {
      api: runApi(this.session, signal, reads),
      ui,
      context: reads.view(() => now().context, this.highlight.state),
      get options() {
        reads.mark(['options']);
        return now().options;
      },
      signal,
    };
  }

  private report(thrown: unknown): void {
    // Calls that a newer run cancelled are no fault of the panel's.
    if (isStaleCall(thrown)) return;
    if (this.errorRate.next() !== 'send') return;
    const error: ErrorReport = describeError(thrown, this.headLines);
    this.control.post({ kind: 'error', revision: this.current?.revision ?? 0, ...error });
  }

  private watchSize(): void {
    const observer = new ResizeObserver(() => {
      const { top, height } = this.page.root.getBoundingClientRect();
      // As much room below as there is above.
      const margins = 2 * (top + scrollY);
      this.control.post({ kind: 'size', height: Math.max(0, Math.ceil(height + margins)) });
    });
    observer.observe(this.page.root);
  }
}

/** Starts the runtime on the ports that the page sent. */
export async function start(control: MessagePort, data: MessagePort): Promise<void> {
  new Runtime(control, data, await headLines());
}
