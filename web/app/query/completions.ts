import {
  pickedCompletion,
  startCompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { EditorView } from '@codemirror/view';
import type { ProjectNode } from '../tree/catalogue.js';
import { columnsOf, valuesOf, type Column } from './known.js';
import { builders, placeAfter, type Place, type Written } from './place.js';

type Apply = Exclude<Completion['apply'], string | undefined>;

function put(
  view: EditorView,
  completion: Completion,
  change: { from: number; to: number; insert: string },
  cursor: number,
): void {
  view.dispatch({
    changes: change,
    selection: { anchor: change.from + cursor },
    annotations: pickedCompletion.of(completion),
    userEvent: 'input.complete',
    scrollIntoView: true,
  });
}

/** Writes a call with the cursor in its parentheses, and goes on completing there. */
const call =
  (before: string, after: string): Apply =>
  (view, completion, from, to) => {
    const called = view.state.sliceDoc(to, to + 1) === '(';
    const insert = called ? completion.label : completion.label + before + after;
    put(view, completion, { from, to, insert }, insert.length - (called ? 0 : after.length));
    startCompletion(view);
  };

/** Escapes a text for between quotes. JSON's texts are Python's, too. */
function escaped(text: string, quote: string): string {
  const inner = JSON.stringify(text).slice(1, -1);
  return quote === "'" ? inner.replaceAll('\\"', '"').replaceAll("'", "\\'") : inner;
}

/** Writes what stands in quotes, and goes behind what closes it, which may be there already. */
const fill =
  (text: string, closing: string): Apply =>
  (view, completion, from, to) => {
    const behind = view.state.sliceDoc(to);
    let end = /^\w*/.exec(behind)![0].length;
    for (const mark of closing) if (behind[end] === mark) end += 1;
    const insert = text + closing;
    put(view, completion, { from, to: to + end, insert }, insert.length);
  };

const quoting = builders.map((label, at): Completion => ({
  label,
  boost: -at,
  apply: call('("', '")'),
}));
const datetime: Completion = {
  label: 'datetime',
  detail: 'UTC',
  boost: -builders.length,
  apply: call('(', ')'),
};
const textMethods = ['contains', 'startswith', 'endswith'].map((label): Completion => ({
  label,
  apply: call('("', '")'),
}));
const between: Completion = { label: 'between', apply: call('(', ')') };
const word = (label: string): Completion => ({ label });

function columnOptions(columns: readonly Column[], builder: string, quote: string): Completion[] {
  return columns
    .filter((column) => column.builder === builder)
    .map(({ name, type }) => ({
      label: name,
      detail: type,
      apply: fill(escaped(name, quote), `${quote})`),
    }));
}

function methodOptions(column: Column | undefined): Completion[] {
  if (!column) return [...textMethods, between];
  return column.type === 'string' ? textMethods : [between];
}

/** Values by the type of their column; texts with quotes where none are there. */
function valueOptions(column: Column, texts: readonly string[], quote: string): Completion[] {
  if (column.type === 'boolean') return quote ? [] : [word('True'), word('False')];
  if (column.type === 'datetime') return quote ? [] : [datetime];
  if (column.type !== 'string') return [];
  if (!quote) return texts.map((text) => word(JSON.stringify(text)));
  return texts.map((text) => ({ label: text, apply: fill(escaped(text, quote), quote) }));
}

async function optionsAt(place: Place, project: ProjectNode): Promise<Completion[]> {
  if (place.kind === 'builder') return [...quoting, datetime];
  const columns = await columnsOf(project);
  if (place.kind === 'column') return columnOptions(columns, place.builder, place.quote);
  const isWritten = ({ builder, name }: Written) =>
    builder === place.variable.builder && name === place.variable.name;
  const column = columns.find(isWritten);
  if (place.kind === 'method') return methodOptions(column);
  if (!column) return [];
  const texts = column.type === 'string' ? await valuesOf(project, column) : [];
  return valueOptions(column, texts, place.quote);
}

/** Completes queries of the project that `projectNow` gives. */
export function queryCompletions(projectNow: () => ProjectNode | undefined) {
  return async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const project = projectNow();
    const place = placeAfter(state.sliceDoc(0, pos));
    if (!project || !place) return null;
    if (place.kind === 'builder' && place.from === pos && !explicit) return null;
    // Without the server there are no suggestions; the line below the box says why.
    const options = await optionsAt(place, project).catch(() => []);
    const inQuotes = 'quote' in place && place.quote !== '';
    return { from: place.from, options, validFor: inQuotes ? /^[^"'\\]*$/ : /^\w*$/ };
  };
}
