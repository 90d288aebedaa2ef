/** What panels of the playground may import, by name, and the module that it is. */
export const libraries = {
  '@observablehq/plot': `export * from '@observablehq/plot'`,
  'apache-arrow': `export * from 'apache-arrow'`,
  d3: `export * from 'd3'`,
  'plotly.js': `export { default } from 'plotly.js-dist-min'`,
  uplot: `
    export { default } from 'uplot';
    export { default as css } from 'uplot/dist/uPlot.min.css'`,
};

/** Name of a library's file. */
export function libraryFile(name) {
  return `${name.replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '')}.js`;
}
