import { element, newId } from '../element.js';
import { Region, type Drawn } from '../region.js';

/** Regions side by side. */
export class Columns implements Drawn {
  readonly node = element('div');
  readonly regions: Region[] = [];

  /** Makes as many regions as there are weights. */
  update(weights: readonly number[], classes: string | undefined, styles: object): this {
    this.node.className = `perihelion-columns ${classes ?? ''}`.trim();
    this.node.removeAttribute('style');
    Object.assign(this.node.style, styles);
    this.node.style.gridTemplateColumns = weights
      .map((weight) => `minmax(0, ${weight}fr)`)
      .join(' ');
    fit(this.regions, weights.length, this.node);
    return this;
  }
}

function fit(regions: Region[], count: number, node: HTMLElement): void {
  for (const { node: surplus } of regions.splice(count)) surplus.remove();
  while (regions.length < count) {
    const region = new Region(element('div'));
    regions.push(region);
    node.append(region.node);
  }
}

/** Regions one behind the other, by the rules of the ARIA pattern for tabs. */
export class Tabs implements Drawn {
  private readonly list = element('div');
  readonly node = element('div', { className: 'perihelion-tabs' }, this.list);
  readonly regions: Region[] = [];
  private readonly id = newId();
  private choose: (index: number) => void = () => undefined;

  constructor() {
    this.list.setAttribute('role', 'tablist');
    this.list.addEventListener('click', (event) => this.select(this.indexOf(event.target)));
    this.list.addEventListener('keydown', (event) => this.onKey(event));
  }

  /** Makes a region for each label and shows the one at `index`. */
  update(labels: readonly string[], index: number, choose: (index: number) => void): this {
    this.choose = choose;
    fit(this.regions, labels.length, this.node);
    const tabs = [...this.list.children];
    for (const surplus of tabs.slice(labels.length)) surplus.remove();
    labels.forEach((label, at) => {
      const tab = tabs[at] ?? this.list.appendChild(element('button', { type: 'button' }));
      tab.textContent = label;
      tab.id = `${this.id}-tab-${at}`;
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', `${this.id}-${at}`);
      const { node } = this.regions[at]!;
      node.id = `${this.id}-${at}`;
      node.setAttribute('role', 'tabpanel');
      node.setAttribute('aria-labelledby', tab.id);
    });
    this.show(index);
    return this;
  }

  private indexOf(target: EventTarget | null): number {
    return [...this.list.children].findIndex((tab) => tab.contains(target as Node));
  }

  private select(index: number): void {
    if (index < 0) return;
    this.show(index);
    this.choose(index);
  }

  private show(index: number): void {
    [...this.list.children].forEach((tab, at) => {
      tab.setAttribute('aria-selected', String(at === index));
      (tab as HTMLElement).tabIndex = at === index ? 0 : -1;
      this.regions[at]!.node.hidden = at !== index;
    });
  }

  private onKey(event: KeyboardEvent): void {
    const last = this.regions.length - 1;
    const at = this.indexOf(event.target);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const index = next < 0 ? last : next > last ? 0 : next;
    this.select(index);
    (this.list.children[index] as HTMLElement).focus();
  }
}
