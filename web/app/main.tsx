import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './styles/tokens.css';
import './styles/controls.css';
import './styles/layout.css';
import './styles/tree.css';
import './styles/query.css';
import './styles/editor.css';
import './styles/preview.css';
import { render } from 'preact';
import { definePerihelionPanel } from 'perihelion/panel';
import { App } from './app.js';
import { keepState } from './state/persistence.js';

definePerihelionPanel();
keepState();
render(<App />, document.getElementById('app')!);
