// The queries of query-expressions.txt.
import { readFileSync } from 'node:fs';

/** @returns {{project: string, text: string}[]} in the order of the file */
export function queryExpressions() {
  const lines = readFileSync(new URL('query-expressions.txt', import.meta.url), 'utf8').split('\n');
  let project;
  return lines.flatMap((text) => {
    const header = /^\[(.+)\]$/.exec(text);
    if (header) project = header[1];
    return header || text === '' || text.startsWith('#') ? [] : [{ project, text }];
  });
}
