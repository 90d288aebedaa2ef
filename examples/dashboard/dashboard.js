// A dashboard without a build: `npm start` serves the package and the sample experiments, and any server of static files
// serves this page and the panels, such as `python3 -m http.server --directory examples`.
import { load } from 'http://127.0.0.1:8010/perihelion/index.js';
import { definePerihelionPanel } from 'http://127.0.0.1:8010/perihelion/panel.js';

const server = 'http://127.0.0.1:8010';
const project = { workspace: 'perihelion-samples', projectName: 'digits-classifier' };
const colors = [
  'light-dark(#2f6fde, #6ea0ff)',
  'light-dark(#d9622b, #ff9a63)',
  'light-dark(#1f9462, #4fce96)',
  'light-dark(#a444b8, #d78ae6)',
  'light-dark(#c2394f, #ff7d8e)',
  'light-dark(#0f8b9d, #4cc7d8)',
  'light-dark(#8a6d12, #d6b64a)',
  'light-dark(#6b5bd6, #a497ff)',
  'light-dark(#5d6b7e, #9fb0c6)',
];

const dashboard = document.querySelector('perihelion-dashboard');
const runs = document.querySelector('#runs');
const xAxis = document.querySelector('#x-axis');
const panel = (id) => document.getElementById(id);

/** Each panel's options; an axis chosen in the header goes into all charts. */
function setOptions() {
  const chart = { xAxis: xAxis.value, controls: false };
  panel('loss').options = { ...chart, metric: 'train_loss', yScale: 'log' };
  panel('accuracy').options = { ...chart, metric: 'validate_accuracy' };
  panel('validation').options = { ...chart, metric: 'validate_loss', yScale: 'log' };
  panel('trade-off').options = { x: 'minutes', y: 'validate_accuracy' };
  panel('table').options = { metrics: ['f1_macro'], parameters: ['optimizer', 'learning_rate'] };
}

/** The names of the experiments in their colors: a legend for all panels. */
function showRuns(experiments) {
  for (const [at, { key, name }] of experiments.entries()) {
    const item = document.createElement('li');
    item.textContent = name;
    item.dataset.key = key;
    item.style.setProperty('--color', colors[at % colors.length]);
    item.addEventListener('pointerenter', () => point(key));
    item.addEventListener('pointerleave', () => point(null));
    runs.append(item);
  }
}

function point(key) {
  dashboard.update({ hoveredExperiment: key });
  showHovered(key);
}

function showHovered(key) {
  for (const item of runs.children) {
    item.classList.toggle('faded', key !== null && item.dataset.key !== key);
  }
}

definePerihelionPanel();
for (const one of document.querySelectorAll('perihelion-panel')) one.baseUrl = server;
setOptions();
xAxis.addEventListener('change', setOptions);
dashboard.addEventListener('selection', ({ detail }) => showHovered(detail.hoveredExperiment));

const { API } = await load({ worker: true });
const api = new API({ baseUrl: server });
const summary = document.querySelector('#summary');
try {
  const experiments = await api.getExperiments(project.workspace, project.projectName);
  summary.textContent = `${experiments.length} experiments in ${project.workspace}`;
  showRuns(experiments);
  dashboard.context = {
    ...project,
    experimentKeys: experiments.map(({ key }) => key),
    experimentColors: Object.fromEntries(
      experiments.map(({ key }, at) => [key, { primary: colors[at % colors.length] }]),
    ),
  };
} catch (error) {
  summary.textContent = `The experiments could not be read: ${error.message}`;
}
