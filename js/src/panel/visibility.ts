/** How far beyond the visible part of the page a panel is loaded, so that a scrolling viewer need not wait. */
const margin = '300px';

/** Whether an element is in the visible part of the page, or near it. */
export class Visibility {
  #visible = false;
  #observer: IntersectionObserver | undefined;

  /**
   * @param element the element
   * @param appeared called whenever it comes into sight
   */
  constructor(
    private readonly element: Element,
    private readonly appeared: () => void,
  ) {}

  /** Whether a viewer may see it now: also false while the whole page is hidden. */
  get visible(): boolean {
    return this.#visible && !document.hidden;
  }

  /** Observes from now on. */
  connect(): void {
    this.#observer = new IntersectionObserver(
      (entries) => {
        const before = this.#visible;
        this.#visible = entries.at(-1)!.isIntersecting;
        if (this.#visible && !before) this.appeared();
      },
      { rootMargin: margin },
    );
    this.#observer.observe(this.element);
  }

  /** Observes no longer. */
  disconnect(): void {
    this.#observer?.disconnect();
    this.#visible = false;
  }
}
