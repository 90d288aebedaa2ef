import { effect, signal } from '@preact/signals';
import type { Panel } from '../panels.js';
import { readHash, writeHash } from './location-hash.js';
import { importedPanels, panels } from './panel-list.js';
import {
  activePanel,
  appliedQuery,
  choices,
  defaultSizes,
  drafts,
  isSameQuestion,
  openNodes,
  sizes,
  theme,
  typedQuery,
  type AppliedQuery,
  type Choice,
  type Draft,
  type PaneSizes,
  type Question,
  type Theme,
} from './store.js';

const storageName = 'perihelion-playground';

interface Kept {
  activePanel: string;
  importedPanels: readonly Panel[];
  choices: Choice[];
  drafts: Record<string, Draft>;
  theme: Theme;
  sizes: PaneSizes;
  open: string[];
  typedQuery: Question;
  appliedQuery: AppliedQuery | undefined;
}

function readKept(): Partial<Kept> {
  try {
    return (JSON.parse(localStorage.getItem(storageName) ?? '{}') as Partial<Kept> | null) ?? {};
  } catch {
    return {};
  }
}

/** Whether this browser has taken the last change: its storage may be full, or switched off. */
export const isKept = signal(true);

function write(kept: Kept): void {
  try {
    localStorage.setItem(storageName, JSON.stringify(kept));
    isKept.value = true;
  } catch {
    isKept.value = false;
  }
}

function showPanel(id: string | undefined): void {
  if (panels.value.some((panel) => panel.id === id)) activePanel.value = id!;
}

/** True until something was kept here, or a link brought a choice along. */
export let isFirstVisit = false;

function followHash(): void {
  const shared = readHash(location.hash);
  showPanel(shared.panel);
  if (shared.choices) choices.value = shared.choices;
  // A link to experiments shows them: a query that was in force here could hide them.
  if (!shared.query && shared.choices) appliedQuery.value = undefined;
  if (!shared.query || isSameQuestion(shared.query, appliedQuery.value)) return;
  typedQuery.value = shared.query;
  appliedQuery.value = { ...shared.query, before: choices.value };
}

/** The query in force, whose answer is asked for anew when the page is loaded. */
function lastingQuery(): AppliedQuery | undefined {
  return appliedQuery.value && { ...appliedQuery.value, keys: undefined };
}

function restore(): void {
  const kept = readKept();
  const shared = readHash(location.hash);
  isFirstVisit = !kept.choices && !shared.choices && !shared.query;
  importedPanels.value = kept.importedPanels ?? [];
  showPanel(kept.activePanel);
  choices.value = kept.choices ?? [];
  drafts.value = kept.drafts ?? {};
  theme.value = kept.theme ?? 'system';
  sizes.value = { ...defaultSizes, ...kept.sizes };
  openNodes.value = new Set(kept.open ?? []);
  typedQuery.value = kept.typedQuery ?? typedQuery.value;
  appliedQuery.value = kept.appliedQuery;
  followHash();
}

/** Brings back what was kept, and from now on keeps every change: nothing is lost on reload. */
export function keepState(): void {
  restore();
  addEventListener('hashchange', followHash);
  effect(() => {
    history.replaceState(null, '', writeHash(activePanel.value, choices.value, appliedQuery.value));
  });
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
  });
  effect(() =>
    write({
      activePanel: activePanel.value,
      importedPanels: importedPanels.value,
      choices: [...choices.value],
      drafts: drafts.value,
      theme: theme.value,
      sizes: sizes.value,
      open: [...openNodes.value],
      typedQuery: typedQuery.value,
      appliedQuery: lastingQuery(),
    }),
  );
}
