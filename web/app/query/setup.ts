import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, StreamLanguage } from '@codemirror/language';
import { diagnosticCount } from '@codemirror/lint';
import { drawSelection, EditorView, keymap, placeholder, tooltips } from '@codemirror/view';
import { editorTheme } from '../editor/editor-theme.js';
import { onText, type EditorSetup } from '../editor/setup.js';
import { queryCompletions } from './completions.js';
import { queryProject } from './project.js';

/** The line below the box, which says what is wrong. */
export const statusId = 'query-status';

const language = StreamLanguage.define({
  token(stream) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^(?:"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?)/)) return 'string';
    if (stream.match(/^(?:True|False|None)\b/)) return 'atom';
    if (stream.match(/^[A-Za-z_]\w*/)) return 'variableName.function';
    if (stream.match(/^\d[\w.]*/)) return 'number';
    stream.next();
    return 'operator';
  },
});

const layout = EditorView.theme({
  '&': { height: 'auto', maxHeight: '112px', backgroundColor: 'transparent' },
  '.cm-scroller': { fontSize: '12px' },
  '.cm-content': { padding: '4px 0' },
  '.cm-line': { padding: '0 26px 0 9px' },
  '.cm-placeholder': { color: 'var(--text-faint)', fontFamily: 'var(--sans)' },
});

/** The query box: one line that wraps, Enter applies. */
export const querySetup: EditorSetup = ({ label, onChange, onRun }) => {
  const run = (view: EditorView) => {
    // A list that is just being made anew takes no Enter, but the query is not finished either.
    if (completionStatus(view.state) !== 'active') onRun();
    return true;
  };
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [queryCompletions(() => queryProject.peek())],
      icons: false,
      // Enter never means two things: as long as the list is open it chooses from it.
      interactionDelay: 0,
    }),
    tooltips({ parent: document.body }),
    keymap.of([
      { key: 'Tab', run: acceptCompletion },
      { key: 'Enter', run, shift: run },
      { key: 'Mod-Enter', run },
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
    ]),
    language,
    layout,
    editorTheme,
    EditorView.lineWrapping,
    EditorView.clipboardInputFilter.of((text) => text.trim().replace(/\s*\n\s*/g, ' ')),
    placeholder('Query: Metric("loss") < 0.1'),
    EditorView.contentAttributes.of(({ state }) => ({
      'aria-label': label,
      'aria-describedby': statusId,
      'aria-invalid': String(diagnosticCount(state) > 0),
    })),
    onText(onChange),
  ];
};
