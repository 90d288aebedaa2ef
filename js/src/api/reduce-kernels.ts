import type { ReduceGlue } from 'perihelion-glue';
import { PerihelionError } from './errors.js';

/** Numbers that are lent to the core at a time: some that a processor keeps near. */
const BLOCK = 4096;

/** The band's kinds, numbered as in C++. */
const BANDS = ['min-max', 'deviation', 'percentiles'] as const;
export type BandKind = (typeof BANDS)[number];

/** Columns of one length. */
export interface LineColumns {
  x: Float64Array;
  y: Float64Array;
}

function granted(memory: number): number {
  if (memory) return memory;
  throw new PerihelionError('invalid_argument', 'there is not enough memory for so many points');
}

/** The reductions of the core over columns that stay here: it sees a block of them at a time. */
export class ReduceKernels {
  readonly #glue: ReduceGlue;

  constructor(glue: ReduceGlue) {
    this.#glue = glue;
  }

  isAscending(x: Float64Array): boolean {
    return this.#reduce(BLOCK, (room) => {
      let before = -Infinity;
      for (let at = 0; at < x.length; at += BLOCK) {
        const count = this.#lend(x, at, room);
        if (!this.#glue._reduce_is_ascending(before, count)) return false;
        before = x[at + count - 1]!;
      }
      return true;
    });
  }

  /** The rows with a finite x, by ascending x. Takes the whole column at once. */
  order(x: Float64Array): Uint32Array {
    return this.#reduce(x.length, (room) => {
      this.#glue.HEAPF64.set(x, room);
      granted(this.#glue._reduce_sort());
      return this.#rows();
    });
  }

  /** The rows of the least and the greatest value from each of `starts` to the next. */
  extremes(y: Float64Array, starts: Uint32Array): Uint32Array {
    const glue = this.#glue;
    return this.#reduce(Math.max(BLOCK, starts.length), (room) => {
      glue.HEAPU32.set(starts, 2 * room);
      granted(glue._reduce_extremes_begin(starts.length));
      const inside = y.subarray(starts[0], starts.at(-1));
      for (let at = 0; at < inside.length; at += BLOCK) {
        glue._reduce_extremes_add(this.#lend(inside, at, room));
      }
      glue._reduce_extremes_end();
      return this.#rows();
    });
  }

  /** `count` of more rows, by largest triangles; `count` is 3 or more. */
  lttb({ x, y }: LineColumns, count: number): Uint32Array {
    const glue = this.#glue;
    return this.#reduce(2 * BLOCK, (room) => {
      granted(glue._reduce_lttb_begin(x.length, count));
      for (const secondTime of [false, true]) {
        for (let at = 0; at < x.length; at += BLOCK) {
          this.#lend(y, at, room + BLOCK);
          glue._reduce_lttb_add(secondTime, this.#lend(x, at, room));
        }
      }
      glue._reduce_lttb_end();
      return this.#rows();
    });
  }

  smooth(y: Float64Array, weight: number, debias: boolean): Float64Array {
    const glue = this.#glue;
    return this.#reduce(BLOCK, (room) => {
      const out = new Float64Array(y.length);
      glue._reduce_smooth_begin(weight, debias);
      for (let at = 0; at < y.length; at += BLOCK) {
        const count = this.#lend(y, at, room);
        glue._reduce_smooth(count);
        out.set(glue.HEAPF64.subarray(room, room + count), at);
      }
      return out;
    });
  }

  /**
   * The places of all lines, or so many evenly, and what `values` of each line there; `check` may refuse their number
   * before. Takes the places and one line at once.
   */
  align(
    lines: readonly LineColumns[],
    { interpolate, points }: { interpolate: boolean; points: number },
    check: (places: number) => void,
  ): { x: Float64Array; y: Float64Array[] } {
    const glue = this.#glue;
    return this.#reduce(0, () => {
      for (const { x } of lines) {
        if (x.length === 0) continue;
        this.#lendAll([x]);
        granted(glue._reduce_places_add());
      }
      granted(glue._reduce_places_sort(points));
      const count = glue._reduce_place_count();
      check(count);
      const places = glue._reduce_places() / 8;
      const x = glue.HEAPF64.slice(places, places + count);
      const y = lines.map((line) => {
        this.#lendAll([line.x, line.y]);
        granted(glue._reduce_values_at_places(interpolate));
        const values = glue._reduce_values() / 8;
        return glue.HEAPF64.slice(values, values + count);
      });
      return { x, y };
    });
  }

  /** Mean, low, high and count of columns of one length. */
  band(
    columns: readonly Float64Array[],
    count: number,
    kind: BandKind,
    low: number,
    high: number,
  ): Float64Array[] {
    const glue = this.#glue;
    const out = Array.from({ length: 4 }, () => new Float64Array(count));
    const places = Math.max(1, Math.floor((4 * BLOCK) / Math.max(1, columns.length)));
    return this.#reduce(0, () => {
      for (let at = 0; at < count; at += places) {
        const some = Math.min(places, count - at);
        this.#lendAll(columns.map((column) => column.subarray(at, at + some)));
        granted(glue._reduce_band(columns.length, some, BANDS.indexOf(kind), low, high));
        const bands = glue._reduce_values() / 8;
        out.forEach((column, index) => {
          const from = bands + index * some;
          column.set(glue.HEAPF64.subarray(from, from + some), at);
        });
      }
      return out;
    });
  }

  /** Gives `work` a block of the heap, as an index of its doubles, and takes all memory back after it. */
  #reduce<T>(count: number, work: (room: number) => T): T {
    try {
      return work(this.#room(count));
    } finally {
      this.#glue._reduce_end();
    }
  }

  #room(count: number): number {
    // None at all would be a pointer of 0.
    return granted(this.#glue._reduce_block(Math.max(1, count))) / 8;
  }

  #lend(column: Float64Array, at: number, room: number): number {
    const part = column.subarray(at, at + BLOCK);
    this.#glue.HEAPF64.set(part, room);
    return part.length;
  }

  /** Puts whole columns into a block that is just as large. */
  #lendAll(columns: readonly Float64Array[]): void {
    const count = columns.reduce((sum, { length }) => sum + length, 0);
    let room = this.#room(count);
    for (const column of columns) {
      this.#glue.HEAPF64.set(column, room);
      room += column.length;
    }
  }

  #rows(): Uint32Array {
    const at = this.#glue._reduce_rows() / 4;
    return this.#glue.HEAPU32.slice(at, at + this.#glue._reduce_row_count());
  }
}
