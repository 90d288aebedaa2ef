import { setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { EditorSetup } from './setup.js';

/** A place in a text that is wrong, from 1; column 0 stands for the whole line. */
export interface Problem {
  line: number;
  column: number;
  message: string;
}

interface CodeEditorProps {
  /** Which document is edited: each has its own history. */
  id: string;
  text: string;
  setup: EditorSetup;
  label: string;
  problem: Problem | undefined;
  /** A place to show, anew for each new object. */
  reveal?: { line: number } | undefined;
  onChange: (text: string) => void;
  onRun: () => void;
}

function diagnostic(doc: Text, { line, column, message }: Problem): Diagnostic {
  const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const start = column > 0 ? Math.min(from + column - 1, to) : from;
  return { from: Math.min(start, Math.max(from, to - 1)), to, severity: 'error', message };
}

function goTo(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines));
  view.dispatch({
    selection: { anchor: from },
    effects: EditorView.scrollIntoView(from, { y: 'center' }),
  });
  view.focus();
}

/** A text editor. What it shows follows `text`; what is typed goes to `onChange`. */
export function CodeEditor(props: CodeEditorProps) {
  const { id, text, setup, label, problem, reveal } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const states = useRef(new Map<string, EditorState>());
  const latest = useRef(props);
  latest.current = props;

  useLayoutEffect(() => {
    const editor = new EditorView({ parent: place.current! });
    view.current = editor;
    return () => editor.destroy();
  }, []);

  useLayoutEffect(() => {
    const editor = view.current!;
    const fresh = () => {
      const onChange = (changed: string) => latest.current.onChange(changed);
      const onRun = () => latest.current.onRun();
      return EditorState.create({
        doc: latest.current.text,
        extensions: setup({ label, onChange, onRun }),
      });
    };
    editor.setState(states.current.get(id) ?? fresh());
    return () => void states.current.set(id, editor.state);
  }, [id, setup, label]);

  useLayoutEffect(() => {
    const { doc } = view.current!.state;
    if (doc.toString() === text) return;
    view.current!.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
  }, [id, text]);

  useEffect(() => {
    const { state } = view.current!;
    const found = problem ? [diagnostic(state.doc, problem)] : [];
    view.current!.dispatch(setDiagnostics(state, found));
  }, [id, problem?.line, problem?.column, problem?.message]);

  useEffect(() => {
    if (reveal) goTo(view.current!, reveal.line);
  }, [reveal]);

  return <div class="code-editor" ref={place} />;
}
