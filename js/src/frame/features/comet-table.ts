type Row = Readonly<Record<string, unknown>>;

function line(cellName: 'th' | 'td', cells: readonly unknown[]): HTMLTableRowElement {
  const row = document.createElement('tr');
  for (const value of cells) {
    const cell = document.createElement(cellName);
    cell.append(value instanceof Node ? value : String(value ?? ''));
    row.append(cell);
  }
  return row;
}

/** The table that Comet's JavaScript panels find in scope. */
export class Table {
  /** The table itself. */
  readonly element = document.createElement('table');

  /**
   * @param rows objects; a value may be an element
   * @param columns names of the members to show
   * @param headings texts above them
   * @param id of the table
   * @param cssClass of the table
   */
  constructor(
    rows: readonly Row[],
    columns: readonly string[],
    headings: readonly string[] = columns,
    id = '',
    cssClass = '',
  ) {
    if (id) this.element.id = id;
    this.element.className = cssClass;
    const lines = rows.map((row) =>
      line(
        'td',
        columns.map((column) => row[column]),
      ),
    );
    this.element.createTHead().append(line('th', headings));
    this.element.createTBody().append(...lines);
  }

  /** Puts the table into an element, given by its id. */
  appendTo(elementId: string): this {
    const place = document.getElementById(elementId.replace(/^#/, ''));
    if (!place) throw new Error(`there is no element with the id "${elementId}"`);
    place.append(this.element);
    return this;
  }
}
