/** Prints `rows` (arrays of texts and numbers) under `header`, in columns; numbers to the right. */
export function printTable(header, rows) {
  const texts = [header, ...rows].map((row) => row.map((cell) => String(cell ?? '')));
  const widths = header.map((_, column) => Math.max(...texts.map((row) => row[column].length)));
  const isNumber = (column) => rows.some((row) => typeof row[column] === 'number');
  const line = (row) =>
    row
      .map((cell, column) =>
        isNumber(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
      )
      .join('  ')
      .trimEnd();
  console.log(`\n${texts.map(line).join('\n')}`);
}
