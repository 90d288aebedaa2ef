import { FrameModules } from './frame-modules.js';
import type { FrameSession } from './frame-session.js';
import type { PanelLibraries } from './libraries.js';
import type { DownloadMessage, FrameMessage, LinkMessage, NeedMessage } from './protocol.js';
import { ViewerActions } from './viewer-actions.js';

/** What the page does for a panel's frame, which can load nothing, save no file and open no window. */
export class FrameServices {
  #modules: FrameModules | undefined;
  readonly #viewer = new ViewerActions(() => this.session()?.element);

  /**
   * @param session the panel's frame, if it has one now
   * @param offered addresses of what the panel may import, by name, and of its classic scripts and style sheets
   * @param warn told of what was refused
   */
  constructor(
    private readonly session: () => FrameSession | undefined,
    private readonly offered: { libraries: PanelLibraries; resources: readonly string[] },
    private readonly warn: (text: string) => void,
  ) {}

  /** A new frame has loaded nothing yet; the package's files are below `assetBase`, or beside this module. */
  restart(assetBase: string): void {
    this.#modules = new FrameModules(assetBase, (source, name) => this.#addressOf(source, name));
  }

  /** Does what a frame asks for, or refuses it; other messages are no business of this. */
  handle(message: FrameMessage): void {
    if (message.kind === 'need') return void this.#answer(message);
    if (message.kind !== 'download' && message.kind !== 'link') return;
    void this.#perform(message);
  }

  async #perform(message: DownloadMessage | LinkMessage): Promise<void> {
    const refusal = await this.#viewer.perform(message);
    if (refusal) this.warn(`a ${message.kind} was refused: ${refusal}`);
  }

  async #answer(need: NeedMessage): Promise<void> {
    const session = this.session();
    const answer = await this.#modules?.answer(need);
    if (answer && session === this.session()) session?.post(answer);
  }

  #addressOf(source: NeedMessage['source'], name: string): URL | undefined {
    const { libraries, resources } = this.offered;
    if (source === 'library' && Object.hasOwn(libraries, name)) {
      return new URL(libraries[name]!, document.baseURI);
    }
    if (source === 'resource' && resources.includes(name)) {
      return new URL(name, document.baseURI);
    }
    return undefined;
  }
}
