import { load } from 'perihelion';

const [baseUrl, workspace, project] = process.argv.slice(2);
const { API } = await load();
const api = new API({ baseUrl });
const experiments = await api.getExperiments(workspace, project);
let points = 0;
for (const experiment of experiments) {
  for (const { name } of await api.getExperimentMetricsSummaries(experiment)) {
    points += (await api.getExperimentMetric(experiment, name)).length;
  }
}
const wrongWasm = await load({ wasm: 'http://127.0.0.1:1/nowhere.wasm' }).catch((error) => error);
console.log(
  JSON.stringify({
    experiments: experiments.length,
    points,
    wrongWasm: { code: wrongWasm.code, message: wrongWasm.message },
  }),
);
