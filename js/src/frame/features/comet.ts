/** Comet's JavaScript panels. A file of its own, which frames load for a panel that is a class of that kind. */
import type { ExperimentApi } from '../../api/types.js';
import { element, newId } from '../element.js';
import type { PanelScope } from '../forms.js';
import type { PageRun } from '../page.js';
import type { Drawn } from '../region.js';
import { CometApi } from './comet-api.js';
import { Table } from './comet-table.js';

type Options = Record<string, unknown>;
type Sanitize = (html: string) => DocumentFragment;

const bodyId = 'comet-panel';

/** What the panel's object is made with: Comet's constructor takes nothing. */
let making: { api: CometApi; options: Options; sanitize: Sanitize } | undefined;

/** `Comet.Panel`. */
class Panel {
  /** Id of the element that the panel fills. */
  readonly id = bodyId;
  /** Defaults that `setup` assigns, and over them what the page gives. */
  options: Options;
  /** Answers for the experiments of the panel's scope. */
  readonly api: CometApi;
  readonly #sanitize: Sanitize;

  constructor() {
    if (!making) throw new Error('a Comet.Panel is made by the page that shows it');
    this.api = making.api;
    this.options = making.options;
    this.#sanitize = making.sanitize;
  }

  /** Called once. */
  setup(): unknown {
    return undefined;
  }

  /** Called when the experiments or options change. */
  draw(experimentKeys: readonly string[], projectId: string | null): unknown {
    return experimentKeys.length === 1
      ? this.drawOne(experimentKeys[0]!)
      : this.drawAll(experimentKeys, projectId);
  }

  /** Called by `draw`, unless that is another one, for one experiment. */
  drawOne(experimentKey: string): unknown {
    return this.drawAll([experimentKey], null);
  }

  /** Called by `draw`, unless that is another one, for many experiments. */
  drawAll(_experimentKeys: readonly string[], _projectId: string | null): unknown {
    throw new Error('a Comet.Panel has a method draw(experimentKeys, projectId)');
  }

  /** An option, or what stands in for it. */
  getOption(name: string, otherwise?: unknown): unknown {
    return this.options[name] ?? otherwise;
  }

  /** Appends HTML, in a line of its own unless `newline` is false. */
  print(html: unknown, newline = true): void {
    this.#body.append(element(newline ? 'div' : 'span', {}, this.#sanitize(String(html))));
  }

  /** Appends a message about something that went wrong. */
  error(message: unknown): void {
    this.#body.append(
      element('div', { className: 'perihelion-problem', textContent: String(message) }),
    );
  }

  /** Empties the panel. */
  clear(): void {
    this.#body.replaceChildren();
  }

  /** Appends a drop-down; the callback gets the chosen option. */
  select(
    label: string,
    options: readonly unknown[],
    callback: (option: unknown) => unknown,
  ): HTMLSelectElement {
    const select = element('select', {}, ...options.map((option) => new Option(String(option))));
    select.addEventListener('change', () => callback(options[select.selectedIndex]));
    const text = element('span', { className: 'label', textContent: label });
    this.#body.append(element('label', { className: 'perihelion-widget' }, text, select));
    return select;
  }

  /** The same under its other name. */
  createSelect(
    label: string,
    options: readonly unknown[],
    callback: (option: unknown) => unknown,
  ): HTMLSelectElement {
    return this.select(label, options, callback);
  }

  /** Appends a button. */
  createButton(label: string, callback: () => unknown): HTMLButtonElement {
    const button = element('button', { type: 'button', className: 'perihelion-button' }, label);
    button.addEventListener('click', () => callback());
    this.#body.append(button);
    return button;
  }

  get #body(): HTMLElement {
    return document.getElementById(bodyId)!;
  }
}

/** The API that panels make for themselves, key and all, is the one that they have. */
let shared = new CometApi();

function Api(): CometApi {
  return shared;
}

/** Puts `Comet` and `Table` in scope. */
export function install(): void {
  Object.assign(globalThis, { Comet: { Panel, API: Api }, Table });
}

class Body implements Drawn {
  readonly node = element('div', { id: bodyId, className: 'perihelion-comet' });
}

/** Whether the class, or one that it extends, is Comet's. */
function isPanelClass(Class: unknown): Class is new () => Panel {
  return typeof Class === 'function' && Class.prototype instanceof Panel;
}

/** The one object of a panel's class, over its runs. */
export class CometRunner {
  private readonly api = new CometApi();
  private readonly body = new Body();
  /** Its own: the element of the class before an edit is another one. */
  private readonly slot = newId();
  private panel: Panel | undefined;
  private isSetUp = false;
  private defaults: Options = {};
  /** What stands in the panel before it is drawn for the first time. */
  private kept = new Set<Node>();

  /**
   * @param Class the class that the code declares
   * @param asksForUrls whether the code asks for the addresses of experiments
   */
  constructor(
    private readonly Class: unknown,
    private readonly sanitize: Sanitize,
    private readonly asksForUrls: boolean,
  ) {
    if (!isPanelClass(Class)) throw new TypeError('the panel is no class that extends Comet.Panel');
  }

  /** Draws the panel for the experiments of this run. */
  async run({ api, options, signal }: PanelScope, run: PageRun): Promise<void> {
    const [keys, projectId] = await Promise.all([
      api.getPanelExperimentKeys(),
      api.getPanelProjectId(),
    ]);
    shared = this.api.use(api, projectId, this.asksForUrls ? await urlsOf(api, keys) : {});
    if (signal.aborted) return;
    run.touch(run.page.region);
    run.page.region.keep(this.slot, () => this.body);
    const panel = await this.ready(options as Options);
    panel.options = { ...this.defaults, ...(options as Options) };
    for (const node of [...this.body.node.childNodes]) if (!this.kept.has(node)) node.remove();
    await panel.draw(keys, projectId);
  }

  private async ready(options: Options): Promise<Panel> {
    this.panel ??= this.make(options);
    if (!this.isSetUp) {
      await this.panel.setup();
      this.isSetUp = true;
      this.defaults = this.panel.options;
      this.kept = new Set(this.body.node.childNodes);
    }
    return this.panel;
  }

  private make(options: Options): Panel {
    making = { api: this.api, options: { ...options }, sanitize: this.sanitize };
    try {
      return new (this.Class as new () => Panel)();
    } finally {
      making = undefined;
    }
  }
}

/** The addresses of experiments by their keys, of those that have one. */
async function urlsOf(
  api: ExperimentApi,
  keys: readonly string[],
): Promise<Record<string, string>> {
  const urls = await Promise.allSettled(keys.map((key) => api.getExperimentUrl(key)));
  return Object.fromEntries(
    urls.flatMap((url, at) => (url.status === 'fulfilled' ? [[keys[at]!, url.value]] : [])),
  );
}
