import type { LoadProgress } from '../api/progress.js';

const css = `
  :host { display: block; position: relative; font: 14px/1.4 system-ui, sans-serif; }
  :host([hidden]) { display: none; }
  :host([theme="light"]) { color-scheme: light; }
  :host([theme="dark"]) { color-scheme: dark; }
  :host([theme="light"]), :host([theme="dark"]) { background: light-dark(#ffffff, #171b22); color: light-dark(#1c2430, #dde3ec); }
  iframe {
    display: block; width: 100%; height: 150px; border: 0; color-scheme: light;
    max-height: var(--perihelion-panel-max-height, 1200px);
  }
  .frame.waiting { min-height: 150px; }
  :host([fill]) { height: 100%; }
  :host([fill]) .frame { height: 100%; }
  :host([fill]) iframe { height: 100%; max-height: none; }
  .notice { padding: 8px 12px; border-inline-start: 3px solid; white-space: pre-wrap; overflow-wrap: anywhere; }
  .notice:empty, .place:empty, button[hidden] { display: none; }
  .loading { border-color: transparent; color: light-dark(#5f6368, #a8adb4); }
  .problem { border-color: light-dark(#c62828, #ff8a80); background: light-dark(#fdf0ef, #3b2220); color: light-dark(#611a15, #ffd9d5); }
  .place { display: block; opacity: 0.8; }
  .bar {
    position: absolute; z-index: 1; inset: 0 0 auto; height: 3px; background: light-dark(#1a73e8, #8ab4f8);
    transform-origin: left; transition: transform 0.1s;
  }
  .bar[hidden] { display: none; }
  .bar:not([aria-valuenow]) { opacity: 0.5; }
  button { margin: 8px 12px; font: inherit; }
`;

let sheet: CSSStyleSheet | undefined;

function part(className: string, role: string): HTMLElement {
  const node = document.createElement('div');
  node.className = `notice ${className}`;
  node.setAttribute('role', role);
  return node;
}

/** What a panel shows around its frame: that it loads, what went wrong, that it was stopped. */
export class PanelView {
  readonly #loading = part('loading', 'status');
  readonly #problem = part('problem', 'alert');
  readonly #again = document.createElement('button');
  readonly #bar = document.createElement('div');
  readonly #frame = document.createElement('div');

  /**
   * @param host the element; its shadow tree is made here
   * @param runAgain called when the viewer asks for it
   */
  constructor(
    private readonly host: HTMLElement,
    runAgain: () => void,
  ) {
    const root = host.attachShadow({ mode: 'open' });
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
    }
    root.adoptedStyleSheets = [sheet];
    this.#bar.className = 'bar';
    this.#bar.part.add('progress');
    this.#bar.setAttribute('role', 'progressbar');
    this.#bar.setAttribute('aria-label', 'Loading data');
    this.#bar.hidden = true;
    this.#again.type = 'button';
    this.#again.textContent = 'Run again';
    this.#again.hidden = true;
    this.#again.addEventListener('click', runAgain);
    this.#frame.className = 'frame';
    root.append(this.#bar, this.#loading, this.#problem, this.#again, this.#frame);
  }

  /** Puts a new frame on the page. */
  showFrame(frame: HTMLIFrameElement): void {
    frame.title = this.host.getAttribute('aria-label') ?? (this.host.title || frame.title);
    this.#frame.replaceChildren(frame);
  }

  /** Makes the frame as high as its content, in CSS pixels; not when the element is to be filled. */
  resize(height: number): void {
    if (this.host.hasAttribute('fill')) return;
    const frame = this.#frame.querySelector('iframe');
    if (frame) frame.style.height = `${Math.min(height, 100_000)}px`;
  }

  /** Keeps room for a panel that is not to load yet. */
  showWaiting(): void {
    this.#frame.classList.add('waiting');
  }

  /** Says that the panel loads. */
  showLoading(): void {
    this.#set('Loading the panel…', '', '');
  }

  /** Shows how much of the panel's data has come, above whatever else is shown. */
  showProgress(progress: LoadProgress | undefined): void {
    const { active = false, done = 0, all = 0 } = progress ?? {};
    this.#bar.hidden = !active;
    // Of what is not about experiments nobody knows how much there is.
    if (all > 0) this.#bar.setAttribute('aria-valuenow', String(Math.round((100 * done) / all)));
    else this.#bar.removeAttribute('aria-valuenow');
    this.#bar.style.transform = `scaleX(${all > 0 ? done / all : 1})`;
  }

  /** Shows the panel alone. */
  showContent(): void {
    this.#set('', '', '');
  }

  /** Shows an error, and where it is ("panel.js, line 3"). */
  showError(message: string, place: string): void {
    this.#set('', message, place);
  }

  /** Shows that the panel was stopped, and a button to run it again. */
  showStopped(reason: string): void {
    this.#set('', `Stopped: ${reason}`, '');
    this.#again.hidden = false;
  }

  #set(loading: string, problem: string, place: string): void {
    this.#frame.classList.remove('waiting');
    this.#frame.setAttribute('aria-busy', String(loading !== ''));
    this.#again.hidden = true;
    this.#loading.textContent = loading;
    this.#problem.textContent = problem;
    if (!place) return;
    const line = document.createElement('span');
    line.className = 'place';
    line.textContent = place;
    this.#problem.append(line);
  }
}
