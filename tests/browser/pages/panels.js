import { startBeat } from '/support/beat.js';
import { definePerihelionPanel } from '/dist/panel.js';

definePerihelionPanel();

const types = [
  'ready',
  'running',
  'rendered',
  'error',
  'console',
  'resize',
  'progress',
  'selection',
  'optionschange',
  'stopped',
];

/** Adds a panel; everything that it tells is kept in `window.events[id]`. */
window.events = {};
window.addPanel = (id, settings) => {
  const panel = document.createElement('perihelion-panel');
  const events = (window.events[id] = []);
  for (const type of types) {
    panel.addEventListener(type, ({ detail }) => events.push({ type, ...detail }));
  }
  panel.id = id;
  // A panel out of sight that never loads would pass for one that does no harm.
  panel.loading = 'eager';
  panel.frameBase = `http://localhost:${location.port}/dist/`;
  const { attributes = {}, style = '', ...properties } = settings;
  for (const [name, value] of Object.entries(attributes)) panel.setAttribute(name, value);
  panel.style.cssText = style;
  Object.assign(panel, properties);
  (window.panelPlace ?? document.body).append(panel);
};

/** The text in the panel's own notices, which are outside its frame. */
window.noticeOf = (id) =>
  [...document.getElementById(id).shadowRoot.querySelectorAll('.notice')]
    .map((node) => node.textContent)
    .join('');

window.takeLongestGap = startBeat();

window.pageReady = true;
