import { assetUrl } from '../assets/asset-url.js';
import { missingLibrary, type PanelLibraries } from './libraries.js';
import type { PanelImport } from './libraries.js';
import { onceAPage } from './once-a-page.js';
import { PanelSyntaxError } from './parse.js';
import type { ModuleMessage, NeedMessage } from './protocol.js';

/** What the frame loads when it is first used. Literal addresses, for bundlers. */
const features = new Map([
  ['markdown', () => new URL('./frame-markdown.js', import.meta.url)],
  ['comet', () => new URL('./frame-comet.js', import.meta.url)],
  ['picture', () => new URL('./frame-picture.js', import.meta.url)],
]);

function featureUrl(name: string, assetBase: string): URL | undefined {
  const beside = features.get(name);
  return beside && (assetBase ? assetUrl(assetBase, `frame-${name}.js`) : beside());
}

const moduleAt = onceAPage(async (url) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Blob([await response.blob()], { type: 'text/javascript' });
});

/** Answers one frame. */
export class FrameModules {
  readonly #answered = new Set<string>();

  /**
   * @param assetBase URL below which this package's features are; "" means beside this module
   * @param addressOf where another module is; undefined where it is not offered
   */
  constructor(
    private readonly assetBase: string,
    private readonly addressOf: (source: NeedMessage['source'], name: string) => URL | undefined,
  ) {}

  /** The answer to a need, never rejected; undefined when the frame has that module: each goes into it once. */
  async answer(need: NeedMessage): Promise<ModuleMessage | undefined> {
    const { source, name } = need;
    const id = `${source} ${name}`;
    if (this.#answered.has(id)) return undefined;
    this.#answered.add(id);
    try {
      const url =
        source === 'feature' ? featureUrl(name, this.assetBase) : this.addressOf(source, name);
      if (!url) throw new Error(`there is no ${source} "${name}"`);
      return { kind: 'module', source, name, text: await moduleAt(url) };
    } catch (error) {
      this.#answered.delete(id);
      return { kind: 'module', source, name, error: (error as Error).message };
    }
  }
}

/**
 * Checks what panel code imports by declarations, whose places are known before anything runs.
 * @throws PanelSyntaxError for the first that the page does not offer
 */
export function checkImports(imports: readonly PanelImport[], libraries: PanelLibraries): void {
  const missing = imports.find(({ name }) => !Object.hasOwn(libraries, name));
  if (!missing) return;
  const message = missingLibrary(missing.name, Object.keys(libraries));
  throw new PanelSyntaxError(message, missing.position);
}
