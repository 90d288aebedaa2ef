import { Allowance } from './allowance.js';
import { weigh } from './weight.js';

/** The largest call, in bytes: ten thousand experiment keys have room in it many times. */
const mostArguments = 4_000_000;
/** More than any answer may take. */
const mostAnswer = 1_000_000_000;

/** What one panel may ask of the worker that all panels of the page share. Beyond it the panel is to be stopped. */
export class PortBudget {
  readonly #calls = new Allowance('calls', 1000);
  readonly #arguments = new Allowance('bytes of arguments', mostArguments);
  readonly #answers = new Allowance('bytes of answers', 50_000_000);

  /** Counts a message that came in. @returns why the panel is to be stopped, if it is */
  received(message: unknown): string | undefined {
    if (!this.#calls.take()) return `the panel sent ${this.#calls.excess}`;
    const weight = weigh(message, mostArguments);
    if (weight > mostArguments) {
      return `the panel sent a call of more than ${mostArguments / 1_000_000} MB`;
    }
    return this.#arguments.take(weight) ? undefined : `the panel sent ${this.#arguments.excess}`;
  }

  /** Counts an answer, or a piece of one. @returns why the panel is to be stopped, if it is */
  answered(value: unknown): string | undefined {
    if (this.#answers.take(weigh(value, mostAnswer))) return undefined;
    return `the panel asked for ${this.#answers.excess}`;
  }
}
