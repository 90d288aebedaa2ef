import { useEffect } from 'preact/hooks';
import { CodeEditor } from '../editor/code-editor.js';
import { Icon } from '../layout/icon.js';
import { typedQuery } from '../state/store.js';
import { projects } from '../tree/catalogue.js';
import { projectId } from '../tree/rows.js';
import { applyQuery, editQuery, followQuery, moveQuery } from './actions.js';
import { answer, asking } from './ask.js';
import { queryProject } from './project.js';
import { QueryStatus } from './query-status.js';
import { querySetup } from './setup.js';

function ProjectChoice() {
  const chosen = queryProject.value;
  const onChange = (id: string) =>
    moveQuery(projects.value.find((project) => projectId(project) === id)!);
  return (
    <label class="query-project">
      Query in
      <select
        value={chosen && projectId(chosen)}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {projects.value.map((project) => (
          <option key={projectId(project)} value={projectId(project)} title={project.workspace}>
            {project.name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What is wrong, where the editor underlines it. The server counts characters, the editor UTF-16 units. */
function problemOf(text: string) {
  const given = answer.value;
  if (asking.value || given?.state !== 'refused') return undefined;
  const before = [...text].slice(0, Math.max(0, given.column - 1)).join('');
  return { line: 1, column: given.column && before.length + 1, message: given.message };
}

/** A query that narrows the tree down to the experiments of a project that match it. */
export function QueryBox() {
  useEffect(followQuery, []);
  const project = queryProject.value;
  if (!project) return null;
  const { text } = typedQuery.value;
  return (
    <section class="query" aria-label="Query">
      <ProjectChoice />
      <div class="query-editor">
        <CodeEditor
          id="query"
          text={text}
          setup={querySetup}
          label="Query of the project"
          problem={problemOf(text)}
          onChange={(changed) => editQuery(project, changed)}
          onRun={() => void applyQuery(project)}
        />
        {text !== '' && (
          <button
            type="button"
            class="query-clear"
            aria-label="Clear the query"
            title="Clear the query"
            onClick={() => editQuery(project, '')}
          >
            <Icon name="close" />
          </button>
        )}
      </div>
      <QueryStatus project={project} />
    </section>
  );
}
