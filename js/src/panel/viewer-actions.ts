import type { DownloadMessage, LinkMessage } from './protocol.js';

/** Milliseconds between two actions of one panel. */
const minGap = 1000;
/** Milliseconds by which the browser's word of a gesture may come later than the panel's message. */
const gestureDelay = 500;
/** Milliseconds after which a saved file's address is given up. */
const keepAddress = 60_000;

/** A file name without a folder, and without characters that some system has no room for. */
function safeName(name: string): string {
  const printable = Array.from(name, (char) => (char < ' ' || char === '\u007f' ? '' : char));
  const plain = printable
    .join('')
    .replace(/[\\/:*?"<>|]/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 200);
  return plain || 'download';
}

function save({ name, data }: DownloadMessage): undefined {
  const link = document.createElement('a');
  // Whatever type the panel says it is, it is to be saved and not shown.
  link.href = URL.createObjectURL(new Blob([data], { type: 'application/octet-stream' }));
  link.download = safeName(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keepAddress);
}

function follow({ url }: LinkMessage): string | undefined {
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) return 'only http: and https: are opened';
  open(url, '_blank', 'noopener,noreferrer');
  return undefined;
}

const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** What a panel asks the page to do for its viewer: a frame can neither save a file nor open a window. */
export class ViewerActions {
  #last = -Infinity;
  #waiting = false;

  /** @param frame the panel's frame, as far as there is one */
  constructor(private readonly frame: () => HTMLIFrameElement | undefined) {}

  /** Does it, or gives the reason why not. */
  async perform(message: DownloadMessage | LinkMessage): Promise<string | undefined> {
    if (this.#waiting || performance.now() - this.#last < minGap) return 'one a second is enough';
    this.#waiting = true;
    const allowed = await this.#hasGesture();
    this.#waiting = false;
    if (!allowed) return 'it takes a click or a key of the viewer in the panel';
    this.#last = performance.now();
    return message.kind === 'link' ? follow(message) : save(message);
  }

  /**
   * The frame is not asked whether there was a gesture: the browser knows of it here too, and where the focus went with
   * it. That comes from the frame's process by another way than the message, and may come later.
   */
  async #hasGesture(): Promise<boolean> {
    for (let waited = 0; waited < gestureDelay; waited += gestureDelay / 10) {
      const frame = this.frame();
      const root = frame?.getRootNode() as ShadowRoot | undefined;
      const isFocused = frame !== undefined && root?.activeElement === frame;
      if (isFocused && navigator.userActivation?.isActive) return true;
      await pause(gestureDelay / 10);
    }
    return false;
  }
}
