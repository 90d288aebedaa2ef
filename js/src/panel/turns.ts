import { nextTask } from '../api/next-task.js';

let last: Promise<unknown> = Promise.resolve();

/**
 * Does work of a panel's in a task of its own, after the work of others that waits already: a page of many panels would
 * else stand still for as long as all of them take.
 * @returns what `work` returns or throws
 */
export function inTurn<T>(work: () => T): Promise<T> {
  const done = last.then(() => new Promise<void>(nextTask)).then(work);
  last = done.catch(() => undefined);
  return done;
}
