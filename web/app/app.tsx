import { sizes } from './state/store.js';
import { EditorPane } from './editor/editor-pane.js';
import { DropTarget } from './files/drop-target.js';
import { PaneDivider } from './layout/pane-divider.js';
import { ThemeSwitch } from './layout/theme-switch.js';
import { PreviewPane } from './preview/preview-pane.js';
import { TreePane } from './tree/tree-pane.js';
import icon from './icon.svg';

function Header() {
  return (
    <header class="top">
      <img src={icon} alt="" width="22" height="22" />
      <h1>Perihelion</h1>
      <span class="subtitle">Playground</span>
      <span class="server" title="The server whose experiments are shown">
        {location.host}
      </span>
      <ThemeSwitch />
    </header>
  );
}

/** The whole page. */
export function App() {
  const { tree, editorShare } = sizes.value;
  const columns = `${tree}px 1px minmax(0, ${editorShare}fr) 1px minmax(0, ${1 - editorShare}fr)`;
  return (
    <div class="app">
      <Header />
      <main class="panes" style={{ gridTemplateColumns: columns }}>
        <TreePane />
        <PaneDivider size="tree" label="Width of the experiments" direction="columns" />
        <EditorPane />
        <PaneDivider size="editorShare" label="Width of the editor" direction="columns" />
        <PreviewPane />
      </main>
      <DropTarget />
    </div>
  );
}
