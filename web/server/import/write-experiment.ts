import { createHash } from 'node:crypto';
import type { ExperimentContent, LoggedSeries } from './content.js';
import type { ExperimentHeader } from './header.js';
import { addValue, type Logged, type Summary } from './summary.js';
import type { Database, SqlValue } from '../store/database.js';
import { seriesOf } from '../store/queries.js';
import { COLUMN_NAMES, type Columns, NONE, mergeSorted, packColumn } from '../store/series.js';
import { numberText } from '../number-text.js';

type Source = 'metrics' | 'params' | 'log_other';

/** Writes all that an import says of an experiment but the bytes of its files. Runs inside the caller's transaction. */
export function writeExperiment(
  database: Database,
  header: ExperimentHeader,
  content: ExperimentContent,
): void {
  const firstOffset = writeRow(database, header, content);
  for (const tag of header.tags) {
    database.run('INSERT OR IGNORE INTO tag VALUES (?, ?)', [header.key, tag]);
  }
  writeDocuments(database, header.key, content);
  for (const [name, summary] of content.parameters)
    writeLogged(database, header.key, 'params', name, summary);
  for (const [name, summary] of content.others)
    writeLogged(database, header.key, 'log_other', name, summary);
  for (const series of content.series.values())
    writeSeries(database, header.key, series, BigInt(firstOffset));
  for (const name of new Set([...content.series.values()].map((series) => series.name))) {
    writeMetricSummary(database, header.key, name);
  }
}

/** Makes the experiment or extends it, and returns how many lines it had: the offset of the archive's first. */
function writeRow(
  database: Database,
  header: ExperimentHeader,
  content: ExperimentContent,
): number {
  const { key } = header;
  const before = database.get<{ line_count: number }>(
    'SELECT line_count FROM experiment WHERE experiment_key = ?',
    [key],
  );
  const endTime = header.stopTime ?? Math.max(header.startTime, content.lastTime);
  if (!before) {
    database.run(
      'INSERT INTO experiment (experiment_key, project_id, start_time, end_time) VALUES (?, ?, ?, ?)',
      [key, writeProject(database, header), header.startTime, endTime],
    );
  } else if (!header.resumes) {
    // Its resumed part came first, and that may not have known the project.
    database.run('UPDATE experiment SET project_id = ? WHERE experiment_key = ?', [
      writeProject(database, header),
      key,
    ]);
  }
  database.run(
    `UPDATE experiment SET name = coalesce(?, name), file_name = coalesce(?, file_name),
       user_name = coalesce(?, user_name), start_time = min(start_time, ?), end_time = max(end_time, ?),
       crashed = ?, crash_message = ?, archived = max(archived, ?), line_count = line_count + ? WHERE experiment_key = ?`,
    [
      content.others.get('Name')?.current.text ?? header.name,
      content.documents.get('file_name') ?? null,
      userName(content),
      header.startTime,
      endTime,
      Number(header.crashed),
      header.crashMessage,
      Number(header.archived),
      content.lineCount,
      key,
    ],
  );
  return before?.line_count ?? 0;
}

function writeProject(database: Database, header: ExperimentHeader): string {
  const [workspace, name] = [header.workspace ?? 'default', header.project ?? 'general'];
  const id = createHash('sha256').update(`${workspace}/${name}`).digest('hex').slice(0, 32);
  database.run('INSERT OR IGNORE INTO project (project_id, workspace, name) VALUES (?, ?, ?)', [
    id,
    workspace,
    name,
  ]);
  database.run(
    'UPDATE project SET description = coalesce(?, description), notes = coalesce(?, notes) WHERE project_id = ?',
    [header.projectDescription, header.projectNotes, id],
  );
  return id;
}

function userName(content: ExperimentContent): string | null {
  const details = content.documents.get('system_details');
  const user = details ? (JSON.parse(details) as { user?: unknown }).user : undefined;
  return typeof user === 'string' ? user : null;
}

function writeDocuments(database: Database, key: string, content: ExperimentContent): void {
  const put = (kind: string, seq: number, body: string): void =>
    database.run('INSERT OR REPLACE INTO document VALUES (?, ?, ?, ?)', [key, kind, seq, body]);
  const append = (kind: string, body: string): void => {
    const before = database.get<{ body: string }>(
      'SELECT body FROM document WHERE experiment_key = ? AND kind = ?',
      [key, kind],
    );
    put(kind, 0, (before?.body ?? '') + body);
  };
  for (const [kind, body] of content.documents) put(kind, 0, body);
  for (const [kind, bodies] of content.lists) {
    const { count } = database.get<{ count: number }>(
      'SELECT count(*) AS count FROM document WHERE experiment_key = ? AND kind = ?',
      [key, kind],
    )!;
    bodies.forEach((body, index) => put(kind, count + index, body));
  }
  if (content.output.length > 0) append('output', content.output.join(''));
  if (content.replacesHtml) put('html', 0, content.html.join(''));
  else if (content.html.length > 0) append('html', content.html.join(''));
}

/** Adds what was logged to what an earlier archive of the experiment said of the name. */
function writeLogged(
  database: Database,
  key: string,
  source: Source,
  name: string,
  summary: Summary,
): void {
  const row = database.get<SummaryRow>(
    'SELECT * FROM summary WHERE experiment_key = ? AND source = ? AND name = ?',
    [key, source, name],
  );
  if (!row) return writeSummary(database, key, source, name, summary);
  let merged: Summary = {
    type: row.type,
    max: part(row, 'max'),
    min: part(row, 'min'),
    current: part(row, 'current'),
  };
  for (const value of [summary.max, summary.min, summary.current])
    merged = addValue(merged, summary.type, value);
  writeSummary(database, key, source, name, merged);
}

type Place = 'max' | 'min' | 'current';
type SummaryRow = Record<string, SqlValue> & { type: Summary['type'] };

function part(row: SummaryRow, place: Place): Logged {
  const step = row[`${place}_step`];
  return {
    text: row[`${place}_text`] as string,
    time: row[`${place}_time`] as number | null,
    step: step === null ? null : BigInt(step as number | bigint),
    context: row[`${place}_context`] as string | null,
  };
}

/** Writes what there is to tell of one metric, parameter or "other", in place of what was there. */
export function writeSummary(
  database: Database,
  key: string,
  source: Source,
  name: string,
  summary: Summary,
): void {
  const values = (['max', 'min', 'current'] as const).flatMap((place): SqlValue[] => {
    const { text, time, step, context } = summary[place];
    return [text, time, step, context];
  });
  database.run(
    `INSERT OR REPLACE INTO summary (experiment_key, source, name, type, max_text, max_time, max_step, max_context,
       min_text, min_time, min_step, min_context, current_text, current_time, current_step, current_context,
       current_number)
     VALUES (${Array(16).fill('?').join(', ')}, text_number(?))`,
    [key, source, name, summary.type, ...values, summary.current.text],
  );
}

const SERIES_COLUMNS = COLUMN_NAMES.map((name) => `"${name}"`).join(', ');

function writeSeries(
  database: Database,
  key: string,
  series: LoggedSeries,
  firstOffset: bigint,
): void {
  const added = series.points.build();
  for (let at = 0; at < added.offset.length; at++) added.offset[at]! += firstOffset;
  const [before] = seriesOf(database, key, series.name, series.context);
  const all = mergeSorted(before ? [before.columns, added] : [added]);
  database.run(
    `INSERT OR REPLACE INTO series (experiment_key, name, run_context, length, ${SERIES_COLUMNS})
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      key,
      series.name,
      series.context,
      all.value.length,
      ...COLUMN_NAMES.map((name) => packColumn(all[name])),
    ],
  );
}

/** A metric's summary is taken from all of its points: archives can come in any order. */
function writeMetricSummary(database: Database, key: string, name: string): void {
  const best: Partial<Record<Place, MetricPoint>> = {};
  for (const { context, columns } of seriesOf(database, key, name)) {
    for (let at = 0; at < columns.value.length; at++) {
      const value = columns.value[at]!;
      if (!best.max || isNumberInsteadOfNaN(value, best.max) || value > best.max.value) {
        best.max = pointAt(columns, at, context);
      }
      if (!best.min || isNumberInsteadOfNaN(value, best.min) || value < best.min.value) {
        best.min = pointAt(columns, at, context);
      }
      if (!best.current || isLater(columns, at, best.current)) {
        best.current = pointAt(columns, at, context);
      }
    }
  }
  const { max, min, current } = best;
  if (!max || !min || !current) return;
  const summary = { max: logged(max), min: logged(min), current: logged(current) };
  writeSummary(database, key, 'metrics', name, { type: 'double', ...summary });
}

interface MetricPoint {
  value: number;
  step: bigint;
  timestamp: bigint;
  offset: bigint;
  context: string | null;
}

function pointAt(
  { value, step, timestamp, offset }: Columns,
  at: number,
  context: string | null,
): MetricPoint {
  return {
    value: value[at]!,
    step: step[at]!,
    timestamp: timestamp[at]!,
    offset: offset[at]!,
    context,
  };
}

function isNumberInsteadOfNaN(value: number, before: MetricPoint): boolean {
  return Number.isNaN(before.value) && !Number.isNaN(value);
}

function isLater({ timestamp, offset }: Columns, at: number, before: MetricPoint): boolean {
  const time = timestamp[at]!;
  return time > before.timestamp || (time === before.timestamp && offset[at]! > before.offset);
}

function logged({ value, step, timestamp, context }: MetricPoint): Logged {
  return {
    text: numberText(value),
    time: timestamp === NONE ? null : Number(timestamp),
    step: step === NONE ? null : step,
    context,
  };
}
