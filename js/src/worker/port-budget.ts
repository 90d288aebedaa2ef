import type { AssetPiece, ChartPiece } from '../api/core.js';
import { Allowance } from './allowance.js';
import { weigh } from './weight.js';

const MB = 1_000_000;
/** The largest call, in bytes: ten thousand experiment keys have room in it many times. */
const mostArguments = 4 * MB;
/** What a byte of columns weighs that are to be reduced: they are copied as they are, and nothing reads them as text. */
const ofColumns = 1 / 16;
/** The largest answer, in bytes. */
const mostAnswer = 500 * MB;

/** What one panel may ask of the worker that all panels of the page share. Beyond it the panel is to be stopped. */
export class PortBudget {
  readonly #calls = new Allowance('calls', 1000);
  readonly #arguments = new Allowance('bytes of arguments', mostArguments);
  readonly #answers = new Allowance('bytes of answers', 50 * MB);

  /** Counts a message that came in. @returns why the panel is to be stopped, if it is */
  received(message: unknown): string | undefined {
    if (!this.#calls.take()) return `the panel sent ${this.#calls.excess}`;
    const weight = weigh(message, mostArguments, ofColumns);
    if (weight > mostArguments) {
      return `the panel sent a call of more than ${mostArguments / MB} MB`;
    }
    return this.#arguments.take(weight) ? undefined : `the panel sent ${this.#arguments.excess}`;
  }

  /** Counts an answer. @returns why the panel is to be stopped, if it is */
  answered(value: unknown): string | undefined {
    return this.#answered(weigh(value, mostAnswer));
  }

  /** Counts a piece of one. @returns the same */
  passed(piece: AssetPiece | ChartPiece): string | undefined {
    if (!('bytes' in piece)) return this.answered(piece);
    return this.#answered(piece.received > mostAnswer ? Infinity : piece.bytes.byteLength);
  }

  #answered(weight: number): string | undefined {
    if (weight === Infinity) {
      return `the panel asked for an answer of more than ${mostAnswer / MB} MB`;
    }
    return this.#answers.take(weight) ? undefined : `the panel asked for ${this.#answers.excess}`;
  }
}
