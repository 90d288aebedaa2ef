import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { consoleLines, type ConsoleLine } from './run-state.js';

const filters = {
  all: { label: 'All', levels: ['debug', 'log', 'info', 'warn', 'error'] },
  warn: { label: 'Warnings', levels: ['warn', 'error'] },
  error: { label: 'Errors', levels: ['error'] },
} as const;

type Filter = keyof typeof filters;

function Line({ line }: { line: ConsoleLine }) {
  return (
    <li class={`console-line level-${line.level}`}>
      <span class="level">{line.level}</span>
      <span class="text">{line.text}</span>
      {line.count > 1 && <span class="repeat">×{line.count}</span>}
    </li>
  );
}

/** What the panel wrote to its console. */
export function ConsolePane() {
  const [filter, setFilter] = useState<Filter>('all');
  const list = useRef<HTMLUListElement>(null);
  const levels: readonly string[] = filters[filter].levels;
  const lines = consoleLines.value.filter(({ level }) => levels.includes(level));
  useLayoutEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [lines.length]);
  return (
    <section class="console-pane" aria-label="Console">
      <header class="section-head">
        <h3>Console</h3>
        {consoleLines.value.length > 0 && <span class="badge">{consoleLines.value.length}</span>}
        <div class="segments small" role="group" aria-label="Levels">
          {(Object.keys(filters) as Filter[]).map((name) => (
            <button
              type="button"
              key={name}
              aria-pressed={name === filter}
              onClick={() => setFilter(name)}
            >
              {filters[name].label}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="button quiet"
          disabled={consoleLines.value.length === 0}
          onClick={() => (consoleLines.value = [])}
        >
          Clear
        </button>
      </header>
      <ul class="console-lines" ref={list} role="log" tabIndex={0} aria-label="Console lines">
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
        {lines.length === 0 && <li class="console-empty">Nothing written to the console.</li>}
      </ul>
    </section>
  );
}
