import { useEffect, useState } from 'preact/hooks';
import { openFiles } from './panel-files.js';

const holdsFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') ?? false;

/** Takes panel files that are dropped anywhere on the page. It covers the page meanwhile, and with it the panel's frame. */
export function DropTarget() {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const ending = new AbortController();
    const on = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      addEventListener(type, (event) => holdsFiles(event) && act(event), ending);
    on('dragover', (event) => {
      event.preventDefault();
      setOver(true);
    });
    // Nothing is entered instead: the pointer has left the window.
    on('dragleave', (event) => event.relatedTarget === null && setOver(false));
    on('drop', (event) => {
      event.preventDefault();
      setOver(false);
      void openFiles(event.dataTransfer!.files);
    });
    return () => ending.abort();
  }, []);
  return isOver ? <div class="drop-target">Drop panel files here</div> : null;
}
