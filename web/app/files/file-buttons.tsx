import { useRef } from 'preact/hooks';
import { Icon } from '../layout/icon.js';
import { isKept } from '../state/persistence.js';
import { draft } from '../state/store.js';
import { fileProblem, openFiles, savePanel } from './panel-files.js';

/** Opens and saves panels. */
export function FileButtons() {
  const input = useRef<HTMLInputElement>(null);
  const take = () => {
    const { files } = input.current!;
    const chosen = [...(files ?? [])];
    // So that the same file can be chosen again.
    input.current!.value = '';
    void openFiles(chosen);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept=".json,.zip,application/json,application/zip"
        aria-label="Panel files"
        onChange={take}
      />
      <button
        type="button"
        class="button quiet"
        title="Open a panel file, or a panel zip of Comet"
        aria-label="Open a panel file"
        onClick={() => input.current!.click()}
      >
        <Icon name="open" />
      </button>
      <button
        type="button"
        class="button quiet"
        title="Save as a panel file"
        aria-label="Save as a panel file"
        onClick={() => void savePanel('file')}
      >
        <Icon name="save" />
      </button>
      {/\bextends\s+Comet\.Panel\b/.test(draft.value.code) && (
        <button
          type="button"
          class="button quiet"
          title="Save as a zip for Comet"
          onClick={() => void savePanel('comet')}
        >
          Zip
        </button>
      )}
    </>
  );
}

/** Says that changes are gone when the page is left. */
export function StorageProblem() {
  if (isKept.value) return null;
  return (
    <p class="file-problem" role="alert">
      This browser’s storage is full or switched off: changes are not kept when you leave this page.
      Save the panel as a file.
    </p>
  );
}

/** Says what was wrong with the last file. */
export function FileProblem() {
  if (!fileProblem.value) return null;
  return (
    <p class="file-problem" role="alert">
      {fileProblem.value}
      <button type="button" class="link" onClick={() => (fileProblem.value = '')}>
        Close
      </button>
    </p>
  );
}
