import { load } from 'perihelion';
import { useEffect, useState } from 'react';

/** What `npm start` serves: the sample experiments. */
export const server = 'http://127.0.0.1:8010';
const project = { workspace: 'perihelion-samples', projectName: 'digits-classifier' };

/** The project's experiments, none at first; `error` says why they stay away. */
export function useExperiments() {
  const [experiments, setExperiments] = useState<{ key: string; name: string | null }[]>([]);
  const [error, setError] = useState<string>();

  useEffect(() => {
    const read = async () => {
      const { API } = await load({ worker: true });
      const api = new API({ baseUrl: server });
      return api.getExperiments(project.workspace, project.projectName);
    };
    read().then(setExperiments, (reason: Error) => setError(reason.message));
  }, []);

  return { project, experiments, error };
}
