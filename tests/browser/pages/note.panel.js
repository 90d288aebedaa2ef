/* global ui, options */
// A panel's code as a file of its own.
ui.displayText('from a file');
console.log(`from a file ${options.n ?? ''}`);
