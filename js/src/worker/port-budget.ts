import type { AssetPiece, ChartPiece } from '../api/core.js';
import { Allowance } from './allowance.js';
import { largestCall, weigh, weighCall } from './weight.js';

const MB = 1_000_000;
/** The largest answer, in bytes. */
const mostAnswer = 500 * MB;

/** What one panel may ask of the worker that all panels of the page share. Beyond it the panel is to be stopped. */
export class PortBudget {
  readonly #calls = new Allowance('calls', 1000);
  readonly #arguments = new Allowance('bytes of arguments', largestCall);
  readonly #answers = new Allowance('bytes of answers', 50 * MB);

  /** Counts a message that came in. @returns why the panel is to be stopped, if it is */
  received(message: unknown): string | undefined {
    if (!this.#calls.take()) return `the panel sent ${this.#calls.excess}`;
    const weight = weighCall(message);
    if (weight > largestCall) return `the panel sent a call of more than ${largestCall / MB} MB`;
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
