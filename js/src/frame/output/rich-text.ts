import { element } from '../element.js';
import type { Modules } from '../modules.js';
import type { Drawn } from '../region.js';

type Markdown = typeof import('../features/markdown.js');
/** How text is read. */
export type TextFormat = 'html' | 'markdown';

/** Text that means the same with Markdown and without, which is most that panels show. */
const plain = /^(?![\t #+>=-]|\d+[.)] )[^\n\\`*_[\]<>&~|]*$/;
const address = /https?:|www\.|@/;

/** Markdown as it stands in the panel. */
export class RichText implements Drawn {
  readonly node = element('div', { className: 'perihelion-rich' });
  private text = '';

  constructor(private readonly modules: Modules) {}

  /** Shows text; the promise settles when it is there. */
  update(text: string, format: TextFormat): Promise<void> | undefined {
    this.text = text;
    if (plain.test(text) && !address.test(text)) {
      this.node.replaceChildren(element('p', { textContent: text }));
      return undefined;
    }
    const present = this.modules.present<Markdown>('markdown');
    if (present) return this.fill(present, text, format);
    return this.modules.feature<Markdown>('markdown').then((loaded) => {
      if (this.text === text) this.fill(loaded, text, format);
    });
  }

  private fill({ markdown }: Markdown, text: string, format: TextFormat): undefined {
    this.node.replaceChildren(markdown(text, format === 'html'));
  }
}
