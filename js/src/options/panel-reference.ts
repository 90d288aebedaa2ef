import type { PerihelionPanel } from '../panel/panel-element.js';

/** The panel that a form is for: the one that it was given, or the one that its attribute `for` names. */
export class PanelReference {
  #given: PerihelionPanel | undefined;
  #found: PerihelionPanel | undefined;
  #observer: MutationObserver | undefined;

  /**
   * @param host the form
   * @param found told of another panel, or that there is none
   */
  constructor(
    private readonly host: HTMLElement,
    private readonly found: (panel: PerihelionPanel | undefined) => void,
  ) {}

  /** Goes before the one that the attribute names. */
  get given(): PerihelionPanel | undefined {
    return this.#given;
  }
  set given(panel: PerihelionPanel | undefined) {
    this.#given = panel;
    this.look();
  }

  /** From now on the panel may come and go. */
  connect(): void {
    this.#observer ??= new MutationObserver(() => this.look());
    const what = { childList: true, subtree: true, attributes: true, attributeFilter: ['id'] };
    this.#observer.observe(this.host.getRootNode(), what);
    this.look();
  }

  disconnect(): void {
    this.#observer?.disconnect();
    this.#tell(undefined);
  }

  /** Looks which one it is now. */
  look(): void {
    if (this.host.isConnected) this.#tell(this.#given ?? this.#named());
  }

  #named(): PerihelionPanel | undefined {
    const id = this.host.getAttribute('for');
    const root = this.host.getRootNode() as Document | ShadowRoot;
    const named = id ? root.getElementById(id) : null;
    return named?.localName === 'perihelion-panel' ? (named as PerihelionPanel) : undefined;
  }

  #tell(panel: PerihelionPanel | undefined): void {
    if (panel === this.#found) return;
    this.#found = panel;
    this.found(panel);
  }
}
