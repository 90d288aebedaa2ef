import { load } from 'perihelion';
import { definePerihelionPanel } from 'perihelion/panel';

window.violations = [];
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
  window.violations.push(`${effectiveDirective} ${blockedURI} ${sample}`),
);

const query = new URLSearchParams(location.search);
const { server, workspace, project, key } = Object.fromEntries(query);
const assetBase = query.get('assets') ?? undefined;

async function count(options) {
  const { API } = await load({ ...options, assetBase });
  return (await new API({ baseUrl: server }).getExperiments(workspace, project)).length;
}

async function countPoints() {
  const { API } = await load({ worker: true, assetBase });
  return (await new API({ baseUrl: server }).getExperimentMetric(key, 'train_loss')).length;
}

function runPanel(name) {
  const panel = document.createElement('perihelion-panel');
  panel.id = name;
  if (assetBase) panel.assetBase = assetBase;
  panel.baseUrl = server;
  panel.scope = 'project';
  panel.context = { workspace, projectName: project, experimentKeys: [key] };
  panel.libraries = {
    '@observablehq/plot': '/libraries/observablehq-plot.js',
    uplot: '/libraries/uplot.js',
  };
  panel.setAttribute('src', `/panels/${name}`);
  document.body.append(panel);
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new Error(`${name}: ${reason}`));
    panel.addEventListener('rendered', () => resolve('rendered'));
    panel.addEventListener('error', ({ detail }) => fail(detail.message));
    panel.addEventListener('stopped', ({ detail }) => fail(detail.reason));
  });
}

try {
  definePerihelionPanel();
  window.outcome = {
    inline: await count(),
    worker: await count({ worker: true }),
    points: await countPoints(),
    panels: await Promise.all(query.getAll('panel').map(runPanel)),
  };
} catch (error) {
  window.outcome = { error: String(error) };
}
