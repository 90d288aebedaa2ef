import type { Database } from './database.js';

/**
 * `MIGRATIONS[n]` takes a store from version n to n + 1. Times are ms since the epoch in UTC. A column of `series`
 * is a little-endian array with one element a point (see series.ts). `document` keeps what experiments have once
 * (graph, output, system_details …) or as a list (system_info …, counted by `seq`), as text or JSON text by `kind`.
 * `current_number` is `current_text` read as a number, null where it is none or NaN.
 */
const MIGRATIONS = [
  `
CREATE TABLE project (
  project_id TEXT PRIMARY KEY, workspace TEXT NOT NULL, name TEXT NOT NULL, description TEXT,
  UNIQUE (workspace, name)
);
CREATE TABLE experiment (
  experiment_key TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project,
  name TEXT, file_name TEXT, user_name TEXT,
  start_time INTEGER NOT NULL, end_time INTEGER NOT NULL,
  archived INTEGER NOT NULL DEFAULT 0, crashed INTEGER NOT NULL DEFAULT 0, crash_message TEXT,
  line_count INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX experiment_by_project ON experiment (project_id, start_time);
CREATE TABLE archive (
  sha256 TEXT PRIMARY KEY, experiment_key TEXT NOT NULL REFERENCES experiment,
  file_name TEXT NOT NULL, resumes INTEGER NOT NULL
);
CREATE TABLE tag (
  experiment_key TEXT NOT NULL REFERENCES experiment, name TEXT NOT NULL,
  PRIMARY KEY (experiment_key, name)
) WITHOUT ROWID;
CREATE TABLE summary (
  experiment_key TEXT NOT NULL REFERENCES experiment,
  source TEXT NOT NULL CHECK (source IN ('metrics', 'params', 'log_other')), name TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('double', 'boolean', 'string')),
  max_text TEXT NOT NULL, max_time INTEGER, max_step INTEGER, max_context TEXT,
  min_text TEXT NOT NULL, min_time INTEGER, min_step INTEGER, min_context TEXT,
  current_text TEXT NOT NULL, current_time INTEGER, current_step INTEGER, current_context TEXT,
  PRIMARY KEY (experiment_key, source, name)
) WITHOUT ROWID;
CREATE TABLE series (
  experiment_key TEXT NOT NULL REFERENCES experiment, name TEXT NOT NULL, run_context TEXT NOT NULL,
  length INTEGER NOT NULL,
  value BLOB NOT NULL, step BLOB NOT NULL, epoch BLOB NOT NULL, timestamp BLOB NOT NULL, offset BLOB NOT NULL,
  PRIMARY KEY (experiment_key, name, run_context)
);
CREATE TABLE document (
  experiment_key TEXT NOT NULL REFERENCES experiment, kind TEXT NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (experiment_key, kind, seq)
);
CREATE TABLE asset (
  experiment_key TEXT NOT NULL REFERENCES experiment, asset_id TEXT NOT NULL, file_name TEXT NOT NULL,
  type TEXT NOT NULL, size INTEGER NOT NULL, created_at INTEGER, step INTEGER, epoch INTEGER, run_context TEXT,
  remote_uri TEXT, metadata TEXT, additional TEXT,
  PRIMARY KEY (experiment_key, asset_id)
);
CREATE TABLE asset_chunk (
  experiment_key TEXT NOT NULL, asset_id TEXT NOT NULL, seq INTEGER NOT NULL, bytes BLOB NOT NULL,
  PRIMARY KEY (experiment_key, asset_id, seq),
  FOREIGN KEY (experiment_key, asset_id) REFERENCES asset ON DELETE CASCADE
);
`,
  'ALTER TABLE project ADD COLUMN notes TEXT',
  // What queries compare. The indexes hold all that a comparison reads, in the order in which it reads it.
  `
ALTER TABLE summary ADD COLUMN current_number REAL;
UPDATE summary SET current_number = text_number(current_text);
CREATE INDEX summary_by_number ON summary (source, name, current_number);
CREATE INDEX summary_by_text ON summary (source, name, current_text);
CREATE INDEX tag_by_name ON tag (name);
CREATE INDEX experiment_in_order ON experiment (project_id, archived, start_time, experiment_key);
DROP INDEX experiment_by_project;
`,
];

/** A store that was written by a newer release than this one. */
export class StoreVersionError extends Error {
  override name = 'StoreVersionError';
}

/**
 * Brings the store to this release's schema.
 * @throws {StoreVersionError} when the store's version is newer than this release knows.
 */
export function migrate(database: Database): void {
  const { user_version: version } = database.get<{ user_version: number }>('PRAGMA user_version')!;
  if (version > MIGRATIONS.length) {
    throw new StoreVersionError(
      `the store has version ${version}, and this release of perihelion reads up to version ` +
        `${MIGRATIONS.length}: use the release that wrote it, or another data folder`,
    );
  }
  for (let next = version; next < MIGRATIONS.length; next++) {
    database.exec(
      `BEGIN IMMEDIATE; ${MIGRATIONS[next]}; PRAGMA user_version = ${next + 1}; COMMIT`,
    );
  }
}
