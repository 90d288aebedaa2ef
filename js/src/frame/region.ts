/** Something drawn that a later run may draw again in place: it keeps its node, and with it focus and scroll position. */
export interface Drawn {
  readonly node: HTMLElement;
}

interface Slot {
  id: string;
  drawn: Drawn;
}

/**
 * A part of the panel that runs fill from its top to its end. What a run draws again stays where it is, what it draws
 * anew is put between, and what it no longer draws goes when it has come to its end: nothing flickers meanwhile.
 */
export class Region {
  private slots: Slot[] = [];
  private next = 0;

  /** @param node what it fills */
  constructor(readonly node: HTMLElement) {}

  /** A run begins at the top. */
  begin(): void {
    this.next = 0;
  }

  /** The thing of that id, from the run before or made now; each id is drawn once a run. */
  keep<T extends Drawn>(id: string, make: () => T): T {
    const at = this.slots.findIndex((slot, index) => index >= this.next && slot.id === id);
    if (at < 0) return this.insert(id, make());
    this.remove(this.next, at);
    return this.slots[this.next++]!.drawn as T;
  }

  /** The thing of that kind that stands next, if one does, or one made now. */
  follow<T extends Drawn>(kind: string, make: () => T): T {
    const slot = this.slots[this.next];
    if (slot?.id !== kind) return this.insert(kind, make());
    this.next += 1;
    return slot.drawn as T;
  }

  /** A run ended: what it did not draw goes. */
  end(): void {
    this.remove(this.next, this.slots.length);
  }

  private insert<T extends Drawn>(id: string, drawn: T): T {
    const before = this.slots[this.next]?.drawn.node ?? null;
    this.node.insertBefore(drawn.node, before);
    this.slots.splice(this.next++, 0, { id, drawn });
    return drawn;
  }

  private remove(from: number, to: number): void {
    for (const { drawn } of this.slots.splice(from, to - from)) drawn.node.remove();
  }
}
