const place = /panel\.js:(\d+:\d+)/;

/** Where in panel code this is called from: "line:column". */
function callPlace(): string {
  return place.exec(new Error().stack ?? '')?.[1] ?? '';
}

/** Names of one run's widgets. */
export class WidgetNames {
  private readonly counts = new Map<string, number>();

  constructor(private readonly state: WidgetState) {}

  /**
   * The id of a widget: by its key, or else by its place in the code and how often that was passed in this run.
   * @throws Error when the key is taken
   */
  name(type: string, label: string, key: string | undefined): string {
    if (key !== undefined) {
      const id = `${type} key ${key}`;
      if (this.count(id)) throw new Error(`two widgets of one run have the key "${key}"`);
      return id;
    }
    const at = `${type} at ${callPlace()}`;
    const id = `${at} ${this.count(at)}`;
    const byLabel = `${type} "${label}"`;
    this.state.remember(id, `${byLabel} ${this.count(byLabel)}`);
    return id;
  }

  private count(name: string): number {
    const count = this.counts.get(name) ?? 0;
    this.counts.set(name, count + 1);
    return count;
  }
}

/** What the viewer chose and typed, over runs. */
export class WidgetState {
  private values = new Map<string, unknown>();
  private labels = new Map<string, string>();
  private before = new Map<string, unknown>();

  /** The value of a widget, if it has one yet. */
  get(id: string): unknown {
    if (!this.values.has(id)) {
      const label = this.labels.get(id);
      if (label !== undefined && this.before.has(label))
        this.values.set(id, this.before.get(label));
    }
    return this.values.get(id);
  }

  /** Keeps the value of a widget. */
  set(id: string, value: unknown): void {
    this.values.set(id, value);
  }

  /** Notes what a widget without a key is called on the screen. */
  remember(id: string, label: string): void {
    this.labels.set(id, label);
  }

  /** The code was edited, and places moved: widgets without a key find their values by their labels. */
  edited(): void {
    const values = new Map<string, unknown>();
    this.before = new Map();
    for (const [id, value] of this.values) {
      const label = this.labels.get(id);
      if (label === undefined) values.set(id, value);
      else this.before.set(label, value);
    }
    this.values = values;
    this.labels = new Map();
  }
}
