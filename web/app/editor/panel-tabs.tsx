import { useEffect } from 'preact/hooks';
import { panels } from '../state/panel-list.js';
import { activePanel, isEdited } from '../state/store.js';

function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const all = panels.value;
  const at = all.findIndex(({ id }) => id === activePanel.value);
  const next = all[(at + step + all.length) % all.length]!;
  activePanel.value = next.id;
  document.getElementById(`tab-${next.id}`)?.focus();
}

/** One tab for each panel. */
export function PanelTabs() {
  const shown = activePanel.value;
  useEffect(() => {
    const tab = document.getElementById(`tab-${shown}`);
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown]);
  return (
    <div class="tabs" role="tablist" aria-label="Panels" onKeyDown={moveFocus}>
      {panels.value.map(({ id, title }) => (
        <button
          type="button"
          role="tab"
          key={id}
          id={`tab-${id}`}
          aria-selected={id === activePanel.value}
          aria-controls="panel-editor"
          tabIndex={id === activePanel.value ? 0 : -1}
          onClick={() => (activePanel.value = id)}
        >
          {title}
          {isEdited(id) && <span class="edited" title="Changed" aria-label="(changed)" />}
        </button>
      ))}
    </div>
  );
}
