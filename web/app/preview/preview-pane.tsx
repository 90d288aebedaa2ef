import { useRef } from 'preact/hooks';
import { Icon } from '../layout/icon.js';
import { PaneDivider } from '../layout/pane-divider.js';
import { sizes } from '../state/store.js';
import { ConsolePane } from './console-pane.js';
import { requestRun, reveal, run, type RunState } from './run-state.js';
import { usePanel } from './use-panel.js';

function statusText({ phase, took, error }: RunState): string {
  switch (phase) {
    case 'starting':
      return 'Starting…';
    case 'running':
      return 'Running…';
    case 'drawn':
      return `Drawn in ${Math.max(1, Math.round(took ?? 0))} ms`;
    case 'failed':
      return error?.line ? `Error in line ${error.line}` : 'Error';
    case 'stopped':
      return 'Stopped';
  }
}

function RunStatus() {
  const state = run.value;
  const line = state.error?.line ?? 0;
  return (
    <span class={`run-status is-${state.phase}`} role="status">
      <span class="dot" aria-hidden="true" />
      {line > 0 ? (
        <button type="button" class="link" onClick={() => (reveal.value = { line })}>
          {statusText(state)}
        </button>
      ) : (
        statusText(state)
      )}
    </span>
  );
}

function PanelPlace() {
  const place = useRef<HTMLDivElement>(null);
  usePanel(place);
  return <div class="panel-place" ref={place} />;
}

/** The right pane: the panel as it runs, and its console. */
export function PreviewPane() {
  const share = sizes.value.consoleShare;
  const rows = `minmax(0, ${1 - share}fr) 1px minmax(0, ${share}fr)`;
  return (
    <section class="pane preview-pane" aria-label="Preview">
      <header class="pane-head">
        <h2>Preview</h2>
        <RunStatus />
        <button
          type="button"
          class="button quiet"
          title="Run again (Ctrl+Enter)"
          onClick={requestRun}
        >
          <Icon name="run" />
          Run
        </button>
      </header>
      <div class="split" style={{ gridTemplateRows: rows }}>
        <PanelPlace />
        <PaneDivider size="consoleShare" label="Height of the console" direction="rows" />
        <ConsolePane />
      </div>
    </section>
  );
}
