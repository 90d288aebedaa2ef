import type { ImportReport } from './importer.js';

/** One line for people that tells what importing a file came to. */
export function importLine(
  file: string,
  report: ImportReport,
  place: 'archive' | 'folder',
): string {
  const title = `"${report.experimentName ?? report.experimentKey}" in ${report.workspace}/${report.project}`;
  if (!report.imported) return `already imported ${file}: ${title}`;
  const counts = [
    count(report.metrics, 'metric'),
    count(report.points, 'point'),
    count(report.parameters, 'parameter'),
    count(report.assets, 'asset'),
  ].join(', ');
  const leftOut = [...report.unknownTypes].map(
    ([type, n]) => `${count(n, 'message')} of unknown type "${type}" kept out`,
  );
  if (report.invalidLines > 0)
    leftOut.push(`${count(report.invalidLines, 'invalid line')} skipped`);
  const missing = report.missingFiles.length;
  if (missing > 0) leftOut.push(`${count(missing, 'logged file')} not in the ${place}`);
  return [`imported ${file}: ${title}: ${counts}`, ...leftOut].join('; ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
