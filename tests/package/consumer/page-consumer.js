import { load } from 'perihelion';
import { definePerihelionPanel } from 'perihelion/panel';

const { server, workspace, project, key } = Object.fromEntries(
  new URLSearchParams(location.search),
);

async function count(options) {
  const { API } = await load(options);
  return (await new API({ baseUrl: server }).getExperiments(workspace, project)).length;
}

async function countPoints() {
  const { API } = await load({ worker: true });
  return (await new API({ baseUrl: server }).getExperimentMetric(key, 'train_loss')).length;
}

function runPanel() {
  definePerihelionPanel();
  const panel = document.createElement('perihelion-panel');
  panel.baseUrl = server;
  panel.context = { workspace, projectName: project, experimentKeys: [key] };
  panel.code = `
    const [key] = await api.getPanelExperimentKeys();
    const chart = await api.getMetricsForChart([key], ['train_loss']);
    if (chart[key].metrics[0].values.length < 100) throw new Error('points are missing');
    ui.display('**drawn**');
  `;
  document.body.append(panel);
  return new Promise((resolve, reject) => {
    panel.addEventListener('rendered', () => resolve('rendered'));
    panel.addEventListener('error', ({ detail }) => reject(new Error(detail.message)));
  });
}

try {
  window.outcome = {
    inline: await count(),
    worker: await count({ worker: true }),
    points: await countPoints(),
    panel: await runPanel(),
  };
} catch (error) {
  window.outcome = { error: String(error) };
}
