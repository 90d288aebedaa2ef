import { computed, signal } from '@preact/signals';
import type { PanelFile } from 'perihelion/panel';
import { examplePanels } from '../panels.js';
import { panelOf, removePanel } from './panel-list.js';
import { parseOptions } from './parse-options.js';

/** A chosen experiment and where it lives. */
export interface Choice {
  key: string;
  workspace: string;
  project: string;
}

/** The text of a query and the project that it is about. */
export interface Question {
  workspace: string;
  project: string;
  text: string;
}

/** A query that decides which experiments the tree shows. */
export interface AppliedQuery extends Question {
  /** What was chosen before, for when the query is cleared. */
  before: readonly Choice[];
  /** The experiments that match; undefined before the server has said, null when it did not say. */
  keys?: readonly string[] | null;
}

/** What the viewer made of a panel. */
export interface Draft {
  code: string;
  /** Text of the options as typed, well-formed or not. */
  optionsText: string;
  /** The last options text that was well-formed; these options are in force. */
  goodOptionsText: string;
}

/** Which colours the page uses. */
export type Theme = 'system' | 'light' | 'dark';

/** Sizes of the panes, in CSS pixels, or as a share of the room for those named `Share`. */
export interface PaneSizes {
  tree: number;
  editorShare: number;
  optionsShare: number;
  consoleShare: number;
}

export const defaultSizes: PaneSizes = {
  tree: 272,
  editorShare: 0.48,
  optionsShare: 0.26,
  consoleShare: 0.2,
};

export const choices = signal<readonly Choice[]>([]);
/** The query as typed; its project is empty until the viewer settles on one. */
export const typedQuery = signal<Question>({ workspace: '', project: '', text: '' });
export const appliedQuery = signal<AppliedQuery | undefined>(undefined);
export const activePanel = signal(examplePanels[0]!.id);
export const drafts = signal<Readonly<Record<string, Draft>>>({});
export const theme = signal<Theme>('system');
export const sizes = signal<PaneSizes>(defaultSizes);
export const openNodes = signal<ReadonlySet<string>>(new Set());

export const chosenKeys = computed(() => new Set(choices.value.map(({ key }) => key)));

/** Whether two queries ask the same. */
export function isSameQuestion(one: Question | undefined, other: Question | undefined): boolean {
  return (
    one?.workspace === other?.workspace &&
    one?.project === other?.project &&
    one?.text === other?.text
  );
}

/** Options as the text that is shown of them. */
export function optionsToText(options: object): string {
  return `${JSON.stringify(options, null, 2)}\n`;
}

function original(id: string): Draft {
  const { code, options = {} } = panelOf(id).file;
  const text = optionsToText(options);
  return { code, optionsText: text, goodOptionsText: text };
}

/** The viewer's version of a panel. */
function draftOf(id: string): Draft {
  return drafts.value[id] ?? original(id);
}

/** Whether a panel was changed. */
export function isEdited(id: string): boolean {
  const draft = drafts.value[id];
  const { code, optionsText } = original(id);
  return draft !== undefined && (draft.code !== code || draft.optionsText !== optionsText);
}

export const draft = computed(() => draftOf(activePanel.value));

// A value of its own, so that editing code does not make new options.
const goodOptionsText = computed(() => draft.value.goodOptionsText);

/** The options in force. */
export const options = computed(() => parseOptions(goodOptionsText.value).options ?? {});

/** The panel in force as a file: with what the viewer made of it. */
export const panelFile = computed((): PanelFile => {
  const { file } = panelOf(activePanel.value);
  return { ...file, code: draft.value.code, options: options.value };
});

/** What is wrong with the options as typed, if anything. */
export const optionsProblem = computed(() => parseOptions(draft.value.optionsText).problem);

function changeDraft(id: string, change: Partial<Draft>): void {
  drafts.value = { ...drafts.value, [id]: { ...draftOf(id), ...change } };
}

/** Takes over code as typed. */
export function editCode(id: string, code: string): void {
  changeDraft(id, { code });
}

/** Takes over the text of options as typed; they come into force once they are well-formed. */
export function editOptions(id: string, optionsText: string): void {
  const good = parseOptions(optionsText).problem === undefined;
  changeDraft(id, good ? { optionsText, goodOptionsText: optionsText } : { optionsText });
}

/** Brings a panel back as it was before the viewer changed it. */
export function resetPanel(id: string): void {
  const { [id]: _dropped, ...others } = drafts.value;
  drafts.value = others;
}

/** Takes away an imported panel that is shown. */
export function closePanel(id: string): void {
  activePanel.value = examplePanels[0]!.id;
  resetPanel(id);
  removePanel(id);
}

/** Chooses experiments, or no longer, and keeps the order of choosing. */
export function choose(changed: readonly Choice[], chosen: boolean): void {
  const keys = new Set(changed.map(({ key }) => key));
  const others = choices.value.filter(({ key }) => !keys.has(key));
  choices.value = chosen
    ? [...choices.value, ...changed.filter(({ key }) => !chosenKeys.value.has(key))]
    : others;
}

/** Shows a node of the tree open or closed. */
export function setOpen(id: string, open: boolean): void {
  const next = new Set(openNodes.value);
  if (open) next.add(id);
  else next.delete(id);
  openNodes.value = next;
}
