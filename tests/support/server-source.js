// The server's own modules in this process, for tests that ask it thousands of times or look at its SQL.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The exports of modules of web/server, built into one so that they share what they import. */
export async function importServer(...names) {
  // In the repository, because the libraries stay where npm put them.
  const outfile = here(`../../build/server-source-${process.pid}-${Date.now()}.mjs`);
  await build({
    stdin: {
      contents: names.map((name) => `export * from './${name}';`).join('\n'),
      resolveDir: here('../../web/server'),
    },
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  try {
    return await import(outfile);
  } finally {
    await rm(outfile);
  }
}

/**
 * A handler over a new store in `folder`, into which archives are imported.
 * @returns {Promise<{get: (path: string) => Promise<{status: number, body: any}>,
 *   ask: (path: string, body: unknown) => Promise<{status: number, body: any}>,
 *   statements: {sql: string, values: unknown[]}[], use: (work: (database: object) => any) => Promise<any>,
 *   close: () => void}>} `get` and `ask`, which posts, take paths under /api/rest/v2/; `statements` are those of
 *   the last request; `use` lends the open database
 */
export async function openServer(folder, archives = []) {
  const { createHandler, LeasedStore, importArchive } = await importServer(
    'handler.ts',
    'store/lease.ts',
    'import/importer.ts',
  );
  const store = new LeasedStore(folder, 10_000);
  for (const archive of archives) await importArchive(store, archive);
  let statements = [];
  const recorded = (database) => ({
    ...database,
    all: (sql, values) => {
      statements.push({ sql, values });
      return database.all(sql, values);
    },
  });
  const handler = createHandler({
    use: (work) => store.use((database) => work(recorded(database))),
  });
  const request = async (path, options) => {
    statements = [];
    const response = await handler.request(`http://localhost/api/rest/v2/${path}`, options);
    return { status: response.status, body: await response.json() };
  };
  return {
    get: (path) => request(path),
    ask: (path, body) =>
      request(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get statements() {
      return statements;
    },
    use: (work) => store.use(work),
    close: () => store.close(),
  };
}
