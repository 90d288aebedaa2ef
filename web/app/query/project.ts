import { computed } from '@preact/signals';
import { openNodes, typedQuery } from '../state/store.js';
import { projects } from '../tree/catalogue.js';
import { projectId } from '../tree/rows.js';

/** The project that the query is about: the one the viewer settled on, else the first that is open. */
export const queryProject = computed(() => {
  const { workspace, project } = typedQuery.value;
  return (
    projects.value.find((node) => node.workspace === workspace && node.name === project) ??
    projects.value.find((node) => openNodes.value.has(projectId(node))) ??
    projects.value[0]
  );
});
