import type { OptionsChangeDetail } from 'perihelion/panel';
import { useEffect, useRef } from 'preact/hooks';
import { runningPanel } from '../preview/run-state.js';
import { activePanel, editOptions, optionsToText } from '../state/store.js';

/** The form of the panel's options. What it is told becomes their text, which is what is kept. */
export function OptionsForm() {
  const place = useRef<HTMLDivElement>(null);
  const panel = runningPanel.value;
  useEffect(() => {
    const form = document.createElement('perihelion-options');
    form.panel = panel;
    form.addEventListener('change', (event) => {
      const { options } = (event as CustomEvent<OptionsChangeDetail>).detail;
      editOptions(activePanel.peek(), optionsToText(options));
    });
    place.current!.append(form);
    return () => form.remove();
  }, [panel]);
  return <div class="options-form" ref={place} />;
}
