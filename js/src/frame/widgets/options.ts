import { APIExperiment } from '../../api/experiment.js';

/** Text of an option where the panel does not say it. */
export function optionText(option: unknown): string {
  return option instanceof APIExperiment ? (option.name ?? option.key) : String(option);
}

function inside(texts: readonly string[], index: number): number {
  return index >= 0 && index < texts.length ? index : 0;
}

/** Where the option is that was chosen: by its text, since options may have come in between; else where one began. */
export function keptIndex(texts: readonly string[], kept: unknown, first: number): number {
  const { index, text } = (kept ?? {}) as { index?: number; text?: string };
  if (index === undefined) return inside(texts, first);
  if (texts[index] === text) return index;
  return inside(texts, texts.indexOf(text ?? ''));
}

/** The same for many. */
export function keptIndexes(
  texts: readonly string[],
  kept: unknown,
  first: readonly number[],
): number[] {
  const indexes = Array.isArray(kept) ? kept.map((text: string) => texts.indexOf(text)) : first;
  const wanted = new Set(indexes);
  return [...texts.keys()].filter((index) => wanted.has(index));
}
