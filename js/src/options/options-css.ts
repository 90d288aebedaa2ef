/** The style sheet of the form; CSS variables and the parts `field`, `label`, `control`, `description` and `problem` change it. */
export const optionsCss = `
  :host {
    display: block; font: 14px/1.4 system-ui, sans-serif; accent-color: var(--options-accent);
    --options-accent: var(--perihelion-options-accent, light-dark(#2f5fd0, #7ba2f7));
    --options-border: var(--perihelion-options-border, light-dark(#c6ccd6, #454e5e));
    --options-control: var(--perihelion-options-control, light-dark(#ffffff, #171b22));
    --options-soft: var(--perihelion-options-soft, light-dark(#5a6574, #98a3b3));
    --options-error: var(--perihelion-options-error, light-dark(#c02b2b, #f28b82));
  }
  :host([hidden]), p:empty { display: none; }
  * { box-sizing: border-box; }
  .form, fieldset, .field { display: grid; gap: 4px; min-width: 0; }
  .form > div, fieldset { row-gap: var(--perihelion-options-gap, 12px); }
  .form > div { display: grid; }
  fieldset { margin: 0; padding: 8px 12px 12px; border: 1px solid var(--options-border); border-radius: 6px; }
  label, legend { font-weight: 500; overflow-wrap: anywhere; }
  .box { grid-template-columns: auto 1fr; column-gap: 8px; align-items: center; }
  .box > label { order: 1; }
  .box > p { order: 2; grid-column: 1 / -1; }
  .choices { display: flex; flex-wrap: wrap; gap: 4px 16px; max-height: 12em; overflow: auto; }
  .choices label { display: inline-flex; gap: 6px; align-items: center; font-weight: 400; }
  p { margin: 0; font-size: 0.87em; color: var(--options-soft); overflow-wrap: anywhere; }
  p[role="alert"] { color: var(--options-error); }
  input:not([type="checkbox"]), select, textarea {
    width: 100%; min-width: 0; padding: 4px 8px; border: 1px solid var(--options-border); border-radius: 6px;
    font: inherit; color: inherit; background: var(--options-control);
  }
  input[type="checkbox"] { margin: 0; }
  textarea { resize: vertical; }
  .code { font-family: ui-monospace, monospace; font-size: 0.93em; }
  [aria-invalid="true"]:not(div) { border-color: var(--options-error); }
  :focus-visible { outline: 2px solid var(--options-accent); outline-offset: 1px; }
`;
