import { signal } from '@preact/signals';
import { explain, newApi } from '../comet.js';
import type { Question } from '../state/store.js';

/** What came of asking. */
export type Answer =
  | { state: 'found'; keys: readonly string[]; warnings: readonly string[] }
  /** `column` counts characters from 1; 0 stands for the whole query. */
  | { state: 'refused'; message: string; column: number };

/** The answer to the query as typed, or to what it was before the last keystroke. */
export const answer = signal<Answer | undefined>(undefined);
/** Whether `answer` is still that of an earlier text. */
export const asking = signal(false);

/** Milliseconds without a keystroke after which a query is asked, and a mistake in it is shown. */
const pause = { ask: 250, blame: 900 };

const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

function refusal(error: unknown): Answer {
  const message = explain(error);
  const [, column, reason] = /^query, column (\d+): (.*)$/s.exec(message) ?? [];
  return { state: 'refused', message: reason ?? message, column: Number(column ?? 0) };
}

/** Asks the server at once. Never rejects. */
export async function answerTo(question: Question, signal: AbortSignal): Promise<Answer> {
  try {
    // One of its own, whose report warns of this query alone.
    const api = await newApi();
    try {
      const { workspace, project, text } = question;
      const found = await api.query(workspace, project, text, false, { signal });
      const report = await api.getPanelReport({ signal });
      const warnings = [...report.matchAll(/^warning: (.*)$/gm)].map(([, warning]) => warning!);
      return { state: 'found', keys: found.map(({ key }) => key), warnings };
    } finally {
      api.close();
    }
  } catch (error) {
    return refusal(error);
  }
}

let latest: AbortController | undefined;

/** Gives up what is being asked, and forgets the answer. */
export function forget(): void {
  latest?.abort();
  answer.value = undefined;
  asking.value = false;
}

/**
 * Keeps `answer` in step with a question: once the typing pauses, and later where something is wrong, or all at once.
 * @returns the answer, unless another question overtook this one
 */
export async function ask(question: Question, atOnce = false): Promise<Answer | undefined> {
  latest?.abort();
  const { signal } = (latest = new AbortController());
  asking.value = true;
  if (!atOnce) await sleep(pause.ask);
  if (signal.aborted) return undefined;
  const given = await answerTo(question, signal);
  if (!atOnce && given.state === 'refused') await sleep(pause.blame - pause.ask);
  if (signal.aborted) return undefined;
  asking.value = false;
  return (answer.value = given);
}
