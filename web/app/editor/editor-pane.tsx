import { FileButtons, FileProblem, StorageProblem } from '../files/file-buttons.js';
import { Icon } from '../layout/icon.js';
import { PaneDivider } from '../layout/pane-divider.js';
import { requestRun, reveal, run } from '../preview/run-state.js';
import { isImported } from '../state/panel-list.js';
import {
  activePanel,
  closePanel,
  draft,
  editCode,
  editOptions,
  isEdited,
  optionsProblem,
  panelFile,
  resetPanel,
  sizes,
} from '../state/store.js';
import { CodeEditor } from './code-editor.js';
import { OptionsForm } from './options-form.js';
import { PanelTabs } from './panel-tabs.js';
import { javascriptSetup, jsonSetup } from './setup.js';

function CodeSection() {
  const id = activePanel.value;
  const { error } = run.value;
  return (
    <section class="code-section" aria-label="Code">
      <CodeEditor
        id={id}
        text={draft.value.code}
        setup={javascriptSetup}
        label="Panel code"
        problem={error && error.line > 0 ? error : undefined}
        reveal={reveal.value}
        onChange={(text) => editCode(id, text)}
        onRun={requestRun}
      />
    </section>
  );
}

function OptionsSection() {
  const id = activePanel.value;
  const problem = optionsProblem.value;
  const hasForm = panelFile.value.optionsSchema !== undefined;
  return (
    <section class="options-section" aria-label="Options">
      <header class="section-head">
        <h3>Options</h3>
        <span class="hint">{hasForm ? 'JSON and form' : 'JSON'}</span>
      </header>
      <div class={hasForm ? 'options-sides' : 'options-sides only-text'}>
        <CodeEditor
          id={id}
          text={draft.value.optionsText}
          setup={jsonSetup}
          label="Panel options"
          problem={problem}
          onChange={(text) => editOptions(id, text)}
          onRun={requestRun}
        />
        {hasForm && <OptionsForm />}
      </div>
      {problem && (
        <p class="options-problem" role="alert">
          <strong>
            Line {problem.line}, column {problem.column}:
          </strong>{' '}
          {problem.message}. The last good options stay in force.
        </p>
      )}
    </section>
  );
}

/** The middle pane: code and options of the panel. */
export function EditorPane() {
  const id = activePanel.value;
  const share = sizes.value.optionsShare;
  const rows = `minmax(0, ${1 - share}fr) 1px minmax(0, ${share}fr)`;
  return (
    <section class="pane editor-pane" aria-label="Editor">
      <header class="pane-head tabs-head">
        <PanelTabs />
        <div class="pane-actions">
          <button
            type="button"
            class="button quiet"
            disabled={!isEdited(id)}
            title="Bring this panel back as it was"
            onClick={() => resetPanel(id)}
          >
            Reset
          </button>
          {isImported(id) && (
            <button
              type="button"
              class="button quiet"
              title="Close this panel"
              aria-label="Close this panel"
              onClick={() => closePanel(id)}
            >
              <Icon name="close" />
            </button>
          )}
          <FileButtons />
        </div>
      </header>
      <FileProblem />
      <StorageProblem />
      <div
        class="split"
        id="panel-editor"
        role="tabpanel"
        aria-labelledby={`tab-${id}`}
        style={{ gridTemplateRows: rows }}
      >
        <CodeSection />
        <PaneDivider size="optionsShare" label="Height of the options" direction="rows" />
        <OptionsSection />
      </div>
    </section>
  );
}
