/** How far beyond the visible part of the page a panel is loaded, so that a scrolling viewer need not wait. */
const margin = '300px';

/** Whether an element is in the visible part of the page, or near it. */
export class Visibility {
  #visible = false;
  #observer: IntersectionObserver | undefined;

  /**
   * @param element the element
   * @param changed called whenever it comes into sight, and goes out of it
   */
  constructor(
    private readonly element: Element,
    private readonly changed: (inSight: boolean) => void,
  ) {}

  /** Whether a viewer may see it now: also false while the whole page is hidden. */
  get visible(): boolean {
    return this.#visible && !document.hidden;
  }

  /** Observes from now on. */
  connect(): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#set(entries.at(-1)!.isIntersecting);
      },
      { rootMargin: margin },
    );
    this.#observer.observe(this.element);
  }

  /** Observes no longer. */
  disconnect(): void {
    this.#observer?.disconnect();
    this.#set(false);
  }

  #set(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.changed(visible);
  }
}
