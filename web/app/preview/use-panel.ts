import { effect, untracked } from '@preact/signals';
import type { PerihelionPanel } from 'perihelion/panel';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { baseUrl } from '../comet.js';
import { activePanel, choices, draft, options, panelFile, theme } from '../state/store.js';
import { frameBase } from './frame-base.js';
import { panelLibraries } from './libraries.js';
import {
  addConsoleLine,
  consoleLines,
  run,
  runningPanel,
  runRequests,
  type RunError,
} from './run-state.js';

/** Milliseconds without a keystroke after which code runs. */
const pause = 300;

type Listener = (event: CustomEvent<never>) => void;

function panelContext() {
  const [first] = choices.value;
  const experimentKeys = choices.value.map(({ key }) => key);
  if (!first) return { experimentKeys };
  return { workspace: first.workspace, projectName: first.project, experimentKeys };
}

/** Follows what the panel reports. */
function follow(panel: PerihelionPanel): void {
  let startedAt = 0;
  const on = (type: string, listener: (detail: never) => void) =>
    panel.addEventListener(type, ((event) => listener(event.detail)) as Listener as EventListener);
  on('running', () => {
    startedAt = performance.now();
    run.value = { phase: 'running' };
  });
  on('rendered', () => {
    // Code that failed in a callback has failed, though its top level came to an end.
    if (run.peek().phase !== 'running' && run.peek().phase !== 'starting') return;
    run.value = { phase: 'drawn', took: performance.now() - startedAt };
  });
  on('error', ({ message, line, column }: RunError) => {
    run.value = { phase: 'failed', error: { message, line, column } };
    addConsoleLine('error', line > 0 ? `${message} (line ${line})` : message);
  });
  on('console', ({ level, text }: { level: string; text: string }) => addConsoleLine(level, text));
  on('stopped', ({ reason }: { reason: string }) => {
    run.value = { phase: 'stopped', reason };
    addConsoleLine('error', `Stopped: ${reason}`);
  });
}

/** Keeps the element in step with the state. */
function drive(panel: PerihelionPanel): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const start = () => {
    consoleLines.value = [];
    run.value = { phase: 'running' };
    panel.load(panelFile.peek());
    panel.run();
  };
  follow(panel);

  let shown = '';
  let requests = runRequests.peek();
  const effects = [
    effect(() => {
      const { code } = draft.value;
      const id = activePanel.value;
      const asked = runRequests.value;
      clearTimeout(timer);
      const later = id === shown && asked === requests;
      [shown, requests] = [id, asked];
      if (!later) untracked(start);
      else if (code !== panel.code) timer = setTimeout(start, pause);
    }),
    effect(() => {
      panel.context = panelContext();
    }),
    effect(() => {
      panel.options = options.value;
    }),
    effect(() => {
      void theme.value;
      panel.run();
    }),
  ];
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const onScheme = () => panel.run();
  dark.addEventListener('change', onScheme);
  return () => {
    clearTimeout(timer);
    dark.removeEventListener('change', onScheme);
    for (const dispose of effects) dispose();
  };
}

/** Puts a panel into `place` and runs the code, options and choice of the page in it. */
export function usePanel(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const panel = document.createElement('perihelion-panel');
    panel.baseUrl = baseUrl;
    panel.frameBase = frameBase();
    panel.libraries = panelLibraries;
    panel.toggleAttribute('fill', true);
    const dispose = drive(panel);
    runningPanel.value = panel;
    place.current!.append(panel);
    return () => {
      dispose();
      panel.remove();
    };
  }, []);
}
