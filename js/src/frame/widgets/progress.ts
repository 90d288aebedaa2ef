import { element } from '../element.js';
import type { Drawn } from '../region.js';

/** A bar that fills. */
export class Progress implements Drawn {
  private readonly label = element('span');
  private readonly fill = element('div');
  private readonly bar = element('div', {}, this.fill);
  readonly node = element('div', {}, this.label, this.bar);

  constructor() {
    this.bar.setAttribute('role', 'progressbar');
    this.bar.setAttribute('aria-valuemin', '0');
    this.bar.setAttribute('aria-valuemax', '100');
  }

  /** @param percent 0 to 100 */
  update(label: string, percent: number, classes: string | undefined): void {
    this.node.className = `perihelion-progress ${classes ?? ''}`.trim();
    this.label.textContent = label;
    this.bar.setAttribute('aria-label', label);
    this.bar.setAttribute('aria-valuenow', String(Math.round(percent)));
    this.fill.style.width = `${percent}%`;
  }
}
