import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assetFiles, copyAssets } from 'perihelion/assets';
import { createGateway } from './gateway/gateway.js';
import { createHandler } from './handler.js';
import { ArchiveError } from './import/archive-error.js';
import { findExperiments, isFolder } from './import/cometx-folder.js';
import { importArchive, importFolder, type ImportReport } from './import/importer.js';
import { importLine } from './import/import-line.js';
import { packPanel, unpackPanel } from './panel/panel-command.js';
import { serve, type Handler } from './serve.js';
import { StoreBusyError } from './store/database.js';
import { LeasedStore } from './store/lease.js';
import { StoreVersionError } from './store/schema.js';

const HELP = `perihelion: a Comet-compatible server over a local store, and the Perihelion playground

  perihelion serve  [--data DIR] [--allow-origin ORIGIN]... [--port N]
                                              serve the store on http://127.0.0.1:N/
  perihelion serve  --upstream URL [--allow-origin ORIGIN]... [--port N]
                                              pass the read calls on to a Comet server
  perihelion import [--data DIR] PATH...      bring Comet offline archives (.zip), and folders that
                                              "cometx download" made, into the store
  perihelion panel pack PANEL [FILE]          write a panel as NAME.panel.json, or as a .zip for Comet
  perihelion panel unpack PANEL [DIR]         write a panel as a folder; PANEL is any of the three
  perihelion assets DIR                       copy the files that pages load and bundlers leave out

  --data DIR              folder of the store, made when it is not there (default: ./perihelion-data)
  --port N                port, 0 for any free one (default: 8010)
  --upstream URL          a Comet server, such as https://www.comet.com; it is asked with the API key
                          in the environment variable COMET_API_KEY, and no caller gets to see that
  --allow-origin ORIGIN   let the pages of this origin read, besides those of this machine
  --help                  this text

The server listens on this machine only. The store answers the programs and pages of this machine,
with any API key or none. Pages of websites get nothing, but for those of --allow-origin.
`;

const COMMANDS = 'serve, import, panel or assets';

const DATA = './perihelion-data';

/** How long a request waits for an import that runs beside the server, and an import for the server. */
const SERVE_PATIENCE_MS = 10_000;
const IMPORT_PATIENCE_MS = 30_000;

/** A mistake in the command line. */
class UsageError extends Error {}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [command, ...files] = positionals;
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (command === 'serve') {
    if (files.length > 0) throw new UsageError(`serve takes no file: ${files[0]}`);
    const port = portNumber(values.port ?? '8010');
    const origins = (values['allow-origin'] ?? []).map(pageOrigin);
    if (values.upstream === undefined) return runServe(values.data ?? DATA, origins, port);
    if (values.data !== undefined)
      throw new UsageError('serve takes --data or --upstream, not both');
    return runGateway(values.upstream, origins, port);
  }
  if (command === 'import') {
    if (files.length === 0)
      throw new UsageError('import needs the name of at least one archive or folder');
    refuse(command, values, ['port', 'upstream', 'allow-origin']);
    return runImport(values.data ?? DATA, files);
  }
  if (command === 'panel') {
    refuse(command, values, ['data', 'port', 'upstream', 'allow-origin']);
    return runPanel(files);
  }
  if (command === 'assets') {
    refuse(command, values, ['data', 'port', 'upstream', 'allow-origin']);
    return runAssets(files);
  }
  throw new UsageError(
    command === undefined ? `no command: use ${COMMANDS}` : `no such command: ${command}`,
  );
}

type Values = ReturnType<typeof parse>['values'];

function refuse(command: string, values: Values, names: (keyof Values)[]): void {
  for (const name of names)
    if (values[name] !== undefined) throw new UsageError(`${command} takes no --${name}`);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        upstream: { type: 'string' },
        'allow-origin': { type: 'string', multiple: true },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65535) return Number(text);
  throw new UsageError(`--port has to be a number from 0 to 65535, not "${text}"`);
}

async function runServe(data: string, origins: string[], port: number): Promise<number> {
  const store = new LeasedStore(data, SERVE_PATIENCE_MS);
  // Opened once at the start: a store that cannot be read is told now, not to the first request.
  await store.use(() => undefined);
  try {
    return await runServer(createHandler(store, origins), port);
  } finally {
    store.close();
  }
}

function runGateway(upstream: string, origins: string[], port: number): Promise<number> {
  const options = { upstream: upstreamUrl(upstream), allowedOrigins: origins };
  return runServer(createGateway({ ...options, apiKey: process.env.COMET_API_KEY }), port);
}

function upstreamUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Comet's own setting, COMET_URL_OVERRIDE, ends so.
  if (url) url.pathname = url.pathname.replace(/\/clientlib\/?$/, '/');
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new UsageError('--upstream has to be an address such as https://www.comet.com');
  return url;
}

function pageOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(text))
    return url.origin;
  throw new UsageError(
    `--allow-origin has to be one origin such as https://dash.example, not "${text}"`,
  );
}

async function runServer(api: Handler, port: number): Promise<number> {
  try {
    const running = await serve(api, fileURLToPath(new URL('../app', import.meta.url)), port);
    const stopped = new Promise((resolve) =>
      process.once('SIGINT', resolve).once('SIGTERM', resolve),
    );
    console.log(`Perihelion playground: http://127.0.0.1:${running.port}/`);
    await stopped;
    await running.close();
    return 0;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new Error(`port ${port} is in use: stop what uses it, or choose another with --port`, {
        cause: error,
      });
    }
    if (code === 'EACCES') {
      throw new Error(`port ${port} may not be used by you: choose one from 1024 on with --port`, {
        cause: error,
      });
    }
    throw error;
  }
}

async function runPanel([action, from, to, ...more]: string[]): Promise<number> {
  const write = new Map([
    ['pack', packPanel],
    ['unpack', unpackPanel],
  ]).get(action ?? '');
  if (!write) throw new UsageError('panel needs to know what to do: use pack or unpack');
  if (from === undefined || more.length > 0)
    throw new UsageError(`panel ${action} takes a panel, and where to write it`);
  for (const line of await write(from, to)) console.log(line);
  return 0;
}

async function runAssets([folder, ...more]: string[]): Promise<number> {
  if (folder === undefined || more.length > 0) throw new UsageError('assets takes one folder');
  await copyAssets(folder);
  console.log(`${assetFiles.length} files → ${folder}`);
  return 0;
}

async function runImport(data: string, paths: string[]): Promise<number> {
  const store = new LeasedStore(data, IMPORT_PATIENCE_MS);
  let failures = 0;
  const attempt = async (path: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (error instanceof StoreBusyError || error instanceof StoreVersionError) throw error;
      failures++;
      console.error(`${path} is not imported: ${importFailure(error)}`);
    }
  };
  const importOne = async (path: string): Promise<void> => {
    if (await isFolder(path)) return importAll(path);
    tell(path, await importArchive(store, path), 'archive');
  };
  const importAll = async (path: string): Promise<void> => {
    const { experiments, others } = await findExperiments(path);
    if (others.length > 0)
      console.error(`artifacts, registered models and panels are not read: ${others.join(', ')}`);
    if (experiments.length === 0)
      throw new ArchiveError(
        'it has no experiment that cometx downloaded; name .zip files themselves',
      );
    for (const folder of experiments)
      await attempt(folder, async () => tell(folder, await importFolder(store, folder), 'folder'));
  };
  try {
    for (const path of paths) await attempt(path, () => importOne(path));
  } finally {
    store.close();
  }
  return failures > 0 ? 1 : 0;
}

function tell(path: string, report: ImportReport, place: 'archive' | 'folder'): void {
  console.log(importLine(basename(path), report, place));
  for (const name of report.missingFiles)
    console.error(`${path}: not in the ${place}, and so left out: ${name}`);
}

function importFailure(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ArchiveError) return message;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'it may not be read by you';
  return message;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof UsageError;
  console.error(
    `perihelion: ${(error as Error).message}${isUsage ? '\nTry: perihelion --help' : ''}`,
  );
  process.exitCode = isUsage ? 2 : 1;
}
