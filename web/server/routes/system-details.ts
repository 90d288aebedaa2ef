import { Hono } from 'hono';
import { required } from '../request.js';
import type { Database, Store } from '../store/database.js';
import { documentOf, documentsOf } from '../store/documents.js';
import { findExperiment, metricNames, summariesOf } from '../store/queries.js';

/** Member of the answer → member of what the SDK logs. */
export const LOGGED = {
  user: 'user',
  pythonVersion: 'python_version',
  pythonVersionVerbose: 'python_version_verbose',
  pid: 'pid',
  osType: 'os_type',
  os: 'os',
  osRelease: 'os_release',
  machine: 'machine',
  processor: 'processor',
  ip: 'ip',
  hostname: 'hostname',
  env: 'env',
  command: 'command',
  executable: 'python_exe',
};

/** The machine, interpreter and packages of an experiment. */
export function systemRoutes(store: Store): Hono {
  const routes = new Hono();
  routes.get('/experiment/system-details', async (c) => {
    const key = required(c, 'experimentKey');
    return c.json(
      await store.use((database) => systemDetails(database, findExperiment(database, key).key)),
    );
  });
  return routes;
}

/** Clients index every member: each is there, null where nothing is known. */
function systemDetails(database: Database, key: string): object {
  const json = (kind: string): unknown => parsed(documentOf(database, key, kind));
  const details = (json('system_details') ?? {}) as Record<string, unknown>;
  const named = Object.entries(LOGGED).map(([name, from]) => [name, details[from] ?? null]);
  return {
    experimentKey: key,
    ...Object.fromEntries(named),
    gpuStaticInfoList: json('gpu_static_info') ?? [],
    logAdditionalSystemInfoList: documentsOf(database, key, 'system_info').map(parsed),
    systemMetricNames: metricNames(database, key).filter((name) => name.startsWith('sys.')),
    maxTotalMemory: null,
    networkInterfaceIps: null,
    osPackages: json('os_packages') ?? [],
    installedPackages: json('installed_packages') ?? [],
    totalRam: totalRam(database, key),
  };
}

/** Bytes, as the SDK logs them with its system metrics. */
function totalRam(database: Database, key: string): number | null {
  const row = summariesOf(database, key, 'metrics').find(({ name }) => name === 'sys.ram.total');
  return row ? Number(row.current_text) : null;
}

function parsed(body: string | undefined): unknown {
  return body === undefined ? null : JSON.parse(body);
}
