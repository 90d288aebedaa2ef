import { appliedQuery, isSameQuestion, typedQuery } from '../state/store.js';
import type { ProjectNode } from '../tree/catalogue.js';
import { applyQuery } from './actions.js';
import { answer, asking, type Answer } from './ask.js';
import { statusId } from './setup.js';

function matchText(count: number, { experiments, count: told }: ProjectNode): string {
  const loaded = experiments.value;
  const all = loaded.state === 'ready' ? loaded.value.length : told;
  const verb = count === 1 ? 'matches' : 'match';
  return `${count === 0 ? 'None' : count}${all === undefined ? '' : ` of ${all}`} ${verb}`;
}

const ended = (sentence: string) => (/[.…]$/.test(sentence) ? sentence : `${sentence}.`);

function Found({ found, project }: { found: Answer & { state: 'found' }; project: ProjectNode }) {
  const isShown = isSameQuestion(typedQuery.value, appliedQuery.value);
  return (
    <>
      <p class="query-count">
        <span>{matchText(found.keys.length, project)}</span>
        {isShown ? (
          <span>only matches are shown</span>
        ) : (
          <button
            type="button"
            class="link"
            title="Show and choose just these (Enter)"
            onClick={() => void applyQuery(project)}
          >
            Show these
          </button>
        )}
      </p>
      {found.warnings.map((warning) => (
        <p key={warning} class="query-warning">
          {ended(warning[0]!.toUpperCase() + warning.slice(1))}
        </p>
      ))}
    </>
  );
}

/** The line below the query: how many match, or what is wrong. Dim while the text is newer than the answer. */
export function QueryStatus({ project }: { project: ProjectNode }) {
  const given = answer.value;
  return (
    <div
      id={statusId}
      class={`query-status ${asking.value ? 'is-old' : ''}`}
      role="status"
      aria-busy={asking.value}
    >
      {!given && asking.value && <p class="query-count">Counting…</p>}
      {given?.state === 'found' && <Found found={given} project={project} />}
      {given?.state === 'refused' && (
        <p class="query-problem">
          {given.column > 0 && <strong>Column {given.column}: </strong>}
          {ended(given.message)}
        </p>
      )}
    </div>
  );
}
