import { effect } from '@preact/signals';
import { examplePanels } from '../panels.js';
import { readHash, writeHash } from './location-hash.js';
import {
  activePanel,
  choices,
  defaultSizes,
  drafts,
  openNodes,
  sizes,
  theme,
  type Choice,
  type Draft,
  type PaneSizes,
  type Theme,
} from './store.js';

const storageName = 'perihelion-playground';

interface Kept {
  activePanel: string;
  choices: Choice[];
  drafts: Record<string, Draft>;
  theme: Theme;
  sizes: PaneSizes;
  open: string[];
}

function readKept(): Partial<Kept> {
  try {
    return (JSON.parse(localStorage.getItem(storageName) ?? '{}') as Partial<Kept> | null) ?? {};
  } catch {
    return {};
  }
}

function write(kept: Kept): void {
  try {
    localStorage.setItem(storageName, JSON.stringify(kept));
  } catch {
    // Storage may be full or switched off; the page works without.
  }
}

function showPanel(id: string | undefined): void {
  if (examplePanels.some((panel) => panel.id === id)) activePanel.value = id!;
}

/** True until something was kept here, or a link brought a choice along. */
export let isFirstVisit = false;

function followHash(): void {
  const shared = readHash(location.hash);
  showPanel(shared.panel);
  if (shared.choices) choices.value = shared.choices;
}

function restore(): void {
  const kept = readKept();
  isFirstVisit = !kept.choices && !readHash(location.hash).choices;
  showPanel(kept.activePanel);
  choices.value = kept.choices ?? [];
  drafts.value = kept.drafts ?? {};
  theme.value = kept.theme ?? 'system';
  sizes.value = { ...defaultSizes, ...kept.sizes };
  openNodes.value = new Set(kept.open ?? []);
  followHash();
}

/** Brings back what was kept, and from now on keeps every change: nothing is lost on reload. */
export function keepState(): void {
  restore();
  addEventListener('hashchange', followHash);
  effect(() => {
    history.replaceState(null, '', writeHash(activePanel.value, choices.value));
  });
  effect(() => {
    document.documentElement.dataset['theme'] = theme.value;
  });
  effect(() =>
    write({
      activePanel: activePanel.value,
      choices: [...choices.value],
      drafts: drafts.value,
      theme: theme.value,
      sizes: sizes.value,
      open: [...openNodes.value],
    }),
  );
}
