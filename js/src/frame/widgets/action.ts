import { element } from '../element.js';
import type { Drawn } from '../region.js';

/** A button. */
export class Button implements Drawn {
  readonly node = element('button', { type: 'button' });
  private press: () => void = () => undefined;

  constructor() {
    this.node.addEventListener('click', () => this.press());
  }

  update(label: string, classes: string | undefined, press: () => void): void {
    this.node.className = `perihelion-button ${classes ?? ''}`.trim();
    this.node.textContent = label;
    this.press = press;
  }
}

/** A link to another site; the page opens it (see ../viewer.ts). */
export class Link implements Drawn {
  readonly node = element('a', { target: '_blank' });

  update(label: string, url: string, classes: string | undefined): void {
    this.node.className = `perihelion-link ${classes ?? ''}`.trim();
    this.node.textContent = label;
    this.node.href = url;
    this.node.title = url;
  }
}
