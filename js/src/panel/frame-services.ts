import { FrameModules } from './frame-modules.js';
import type { FrameSession } from './frame-session.js';
import { HostFetch } from './host-fetch.js';
import type { PanelLibraries } from './libraries.js';
import type {
  DownloadMessage,
  FrameMessage,
  HostMessage,
  LinkMessage,
  NeedMessage,
} from './protocol.js';
import { ViewerActions } from './viewer-actions.js';

/** What the page offers a panel. */
export interface Offer {
  /** Addresses of what it may import, by name. */
  libraries: PanelLibraries;
  /** Addresses of its classic scripts and style sheets. */
  resources: readonly string[];
  /** Origins that it may reach. */
  hosts: readonly string[];
}

/** What the page does for a panel's frame, which can load nothing, save no file and open no window. */
export class FrameServices {
  #modules: FrameModules | undefined;
  #fetch = this.#newFetch();
  readonly #viewer = new ViewerActions(() => this.session()?.element);

  /**
   * @param session the panel's frame, if it has one now
   * @param offered what the page offers now
   * @param warn told of what was refused
   */
  constructor(
    private readonly session: () => FrameSession | undefined,
    private readonly offered: Offer,
    private readonly warn: (text: string) => void,
  ) {}

  /** A new frame has loaded nothing yet; the package's files are below `assetBase`, or beside this module. */
  restart(assetBase: string): void {
    this.#fetch.close();
    this.#fetch = this.#newFetch();
    this.#modules = new FrameModules(assetBase, (source, name) => this.#addressOf(source, name));
  }

  /** Does what a frame asks for, or refuses it; other messages are no business of this. */
  handle(message: FrameMessage): void {
    if (message.kind === 'need') return void this.#answer(this.#modules?.answer(message));
    if (message.kind === 'fetch') return void this.#answer(this.#fetch.answer(message));
    if (message.kind === 'cancel-fetch') return this.#fetch.cancel(message.id);
    if (message.kind !== 'download' && message.kind !== 'link') return;
    void this.#perform(message);
  }

  async #perform(message: DownloadMessage | LinkMessage): Promise<void> {
    const refusal = await this.#viewer.perform(message);
    if (refusal) this.warn(`a ${message.kind} was refused: ${refusal}`);
  }

  async #answer(work: Promise<HostMessage | undefined> | undefined): Promise<void> {
    const session = this.session();
    const answer = await work;
    if (answer && session === this.session()) session?.post(answer);
  }

  #newFetch(): HostFetch {
    return new HostFetch(() => this.offered.hosts);
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
