import { missingLibrary } from '../panel/libraries.js';
import type { ModuleMessage, ModuleSource, NeedMessage } from '../panel/protocol.js';

import { addSheet } from './add-sheet.js';
import { element } from './element.js';

type Namespace = Record<string, unknown>;

async function importText(text: Blob): Promise<Namespace> {
  const url = URL.createObjectURL(text);
  try {
    return (await import(url)) as Namespace;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Runs a script as a page would, or adds a style sheet. */
async function addResource(name: string, text: Blob): Promise<Namespace> {
  if (/\.css(\?|$)/.test(name)) {
    addSheet(await text.text());
    return {};
  }
  const script = element('script', { src: URL.createObjectURL(text) });
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error('it is no script'));
    document.head.append(script);
  });
  URL.revokeObjectURL(script.src);
  return {};
}

/** A file that was asked for. */
class Wanted {
  namespace: Namespace | undefined;
  settle!: (message: ModuleMessage) => void;
  readonly ready: Promise<Namespace>;

  constructor(
    private readonly source: ModuleSource,
    private readonly name: string,
  ) {
    this.ready = new Promise<ModuleMessage>((resolve) => (this.settle = resolve)).then((message) =>
      this.load(message),
    );
  }

  private async load({ text, error }: ModuleMessage): Promise<Namespace> {
    try {
      if (!text) throw new Error(error);
      this.namespace = await (this.source === 'resource'
        ? addResource(this.name, text)
        : importText(text));
      return this.namespace;
    } catch (cause) {
      const what = `the ${this.source} "${this.name}"`;
      throw new Error(`${what} could not be loaded: ${(cause as Error).message}`, { cause });
    }
  }
}

/** What the page hands in when it is first used: the package's own features, and the libraries that the page offers. */
export class Modules {
  /** Names of the libraries that the page offers. */
  offered: readonly string[] = [];
  private readonly wanted = new Map<string, Wanted>();

  /** @param ask sends a need to the page */
  constructor(private readonly ask: (need: NeedMessage) => void) {}

  /** Takes the page's answer. */
  receive(message: ModuleMessage): void {
    this.wanted.get(`${message.source} ${message.name}`)?.settle(message);
  }

  /** A feature of this package, if it is there already. */
  present<T>(name: string): T | undefined {
    return this.wanted.get(`feature ${name}`)?.namespace as T | undefined;
  }

  /** A feature of this package. */
  feature<T>(name: string): Promise<T> {
    return this.load('feature', name) as Promise<T>;
  }

  /** Adds classic scripts and style sheets, one after the other, each once. */
  async resources(names: readonly string[]): Promise<void> {
    for (const name of names) await this.load('resource', name);
  }

  /** A library by the name that the page gave it. */
  library(name: string): Promise<Namespace> {
    if (this.offered.includes(name)) return this.load('library', name);
    // Made here, where the place in panel code is on the stack still.
    return Promise.reject(new Error(missingLibrary(name, this.offered)));
  }

  /**
   * What imports of panel code become.
   * @param names what the module must have
   */
  readonly import = (specifier: unknown, names: readonly string[] = []): Promise<Namespace> => {
    const name = String(specifier);
    // A module that the panel makes itself; all other addresses are closed to it.
    if (name.startsWith('blob:')) return import(name) as Promise<Namespace>;
    return this.library(name).then((namespace) => {
      const missing = names.find((wanted) => !(wanted in namespace));
      if (missing === undefined) return namespace;
      throw new SyntaxError(
        `the library "${name}" has no export "${missing}": it has ${Object.keys(namespace).join(', ')}`,
      );
    });
  };

  private load(source: ModuleSource, name: string): Promise<Namespace> {
    const id = `${source} ${name}`;
    const known = this.wanted.get(id);
    if (known) return known.ready;
    this.ask({ kind: 'need', source, name });
    const wanted = new Wanted(source, name);
    this.wanted.set(id, wanted);
    wanted.ready.catch(() => this.wanted.delete(id));
    return wanted.ready;
  }
}
