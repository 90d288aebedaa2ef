/** What Comet calls the type of a column. */
export const COLUMN_TYPES = ['string', 'double', 'timenumber', 'boolean', 'datetime'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** A column that every experiment has; `sql` is its value for the experiment `e`, and NULL where nothing is known. */
export interface OwnColumn {
  type: ColumnType;
  sql: string;
}

/** What comes after the last slash or backslash: all of a name that has none. */
const FILE_NAME = String.raw`substr(e.file_name,
  1 + length(rtrim(e.file_name, replace(replace(e.file_name, '/', ''), '\', ''))))`;

const HAS_IMAGES = `EXISTS (SELECT 1 FROM asset a WHERE a.experiment_key = e.experiment_key
  AND a.type IN ('image', 'visualization'))`;

/** Columns of the source `metadata`, in Comet's order. Times are ms since the epoch, durations seconds. */
export const METADATA_COLUMNS: ReadonlyMap<string, OwnColumn> = new Map([
  column('runId', 'string', 'NULL'),
  column('codeSHA', 'string', 'NULL'),
  column('file_name', 'string', FILE_NAME),
  column('file_path', 'string', 'e.file_name'),
  column('experimentKey', 'string', 'e.experiment_key'),
  column('optimizationId', 'string', 'NULL'),
  column('installed_packages', 'string', ofDocument('installed_packages', 'd.body')),
  column('user_name', 'string', 'e.user_name'),
  column('hasNotes', 'boolean', '0'),
  column('hasHtml', 'boolean', `(${ofDocument('html', "d.body <> ''")} IS TRUE)`),
  column('hasImages', 'boolean', HAS_IMAGES),
  column('runActive', 'boolean', '0'),
  column('duration', 'timenumber', '((e.end_time - e.start_time) / 1000.0)'),
  column('start_server_timestamp', 'datetime', 'e.start_time'),
  column('end_server_timestamp', 'datetime', 'e.end_time'),
  column('last_message_time', 'datetime', 'e.end_time'),
]);

/** Columns of the source `env_details`: members of the system details that the SDK logged. */
export const ENVIRONMENT_COLUMNS: ReadonlyMap<string, OwnColumn> = new Map(
  [
    'command',
    'hostname',
    'ip',
    'machine',
    'os',
    'os_type',
    'processor',
    'python_version',
    'user',
  ].map((name) => {
    const member = `CASE WHEN json_valid(d.body) THEN CAST(d.body ->> '$.${name}' AS TEXT) END`;
    return column(name, 'string', ofDocument('system_details', member));
  }),
);

function column(name: string, type: ColumnType, sql: string): [string, OwnColumn] {
  return [name, { type, sql }];
}

function ofDocument(kind: string, value: string): string {
  return `(SELECT ${value} FROM document d
    WHERE d.experiment_key = e.experiment_key AND d.kind = '${kind}' AND d.seq = 0)`;
}
