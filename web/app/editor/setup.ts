import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { editorTheme } from './editor-theme.js';

/** What an editor is called, and whom it tells. */
export interface EditorHandlers {
  label: string;
  onChange: (text: string) => void;
  onRun: () => void;
}

/** Makes the extensions of an editor. */
export type EditorSetup = (handlers: EditorHandlers) => Extension;

/** A set-up for files, with line numbers. */
const fileSetup =
  (language: Extension): EditorSetup =>
  ({ label, onChange, onRun }) => {
    const run = () => {
      onRun();
      return true;
    };
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      EditorState.allowMultipleSelections.of(true),
      EditorState.tabSize.of(2),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      keymap.of([
        { key: 'Mod-Enter', run },
        { key: 'Mod-s', run, preventDefault: true },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      language,
      editorTheme,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      onText(onChange),
    ];
  };

/** Tells each new text. */
export function onText(onChange: (text: string) => void): Extension {
  return EditorView.updateListener.of((update) => {
    if (update.docChanged) onChange(update.state.doc.toString());
  });
}

export const javascriptSetup = fileSetup(javascript());
// Options have no layout that wrapping would spoil.
export const jsonSetup = fileSetup([json(), EditorView.lineWrapping]);
