import { load } from 'perihelion';
import { onMounted, ref, shallowRef } from 'vue';

/** What `npm start` serves: the sample experiments. */
export const server = 'http://127.0.0.1:8010';
const project = { workspace: 'perihelion-samples', projectName: 'digits-classifier' };

/** The project's experiments, none at first; `error` says why they stay away. */
export function useExperiments() {
  const experiments = shallowRef([]);
  const error = ref();

  onMounted(async () => {
    try {
      const { API } = await load({ worker: true });
      const api = new API({ baseUrl: server });
      experiments.value = await api.getExperiments(project.workspace, project.projectName);
    } catch (reason) {
      error.value = reason.message;
    }
  });

  return { project, experiments, error };
}
