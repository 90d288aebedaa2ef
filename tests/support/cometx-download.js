// Writes experiments of a running server as folders, the way `cometx download` does it: from REST answers.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';

const version = { cometDownloadVersion: '3.6.11' };

/** Writes a file and the folders above it. */
export function writeFile(path, content) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** JSON Lines. */
export const lines = (values) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/**
 * Writes a project with all of its experiments into `folder`/WORKSPACE/PROJECT, or each one into `folder`/KEY.
 * @param {{json: Function, get: Function}} server see `startServer`
 * @param {'keys' | 'names' | 'flat'} form with the experiments' keys as names of their folders, as with
 *   `--use-name`, or as with `--flat`
 * @returns {Promise<string[]>} the keys of the experiments
 */
export async function downloadProject(server, folder, workspaceName, projectName, form = 'keys') {
  const which = { workspaceName, projectName };
  const path = join(folder, workspaceName, projectName);
  const project = await server.json('project', which);
  writeFile(join(path, 'project_metadata.json'), JSON.stringify({ ...project, ...version }));
  const { experiments } = await server.json('experiments', which);
  for (const { experimentKey, experimentName } of experiments) {
    const own = form === 'names' ? experimentName : experimentKey;
    const parent = form === 'flat' ? folder : path;
    await downloadExperiment(server, join(parent, own), experimentKey, form === 'flat');
  }
  return experiments.map(({ experimentKey }) => experimentKey);
}

/** Writes one experiment into a folder. */
async function downloadExperiment(server, path, experimentKey, isFlat) {
  const ask = (endpoint) => server.json(`experiment/${endpoint}`, { experimentKey });
  const place = (name) => (isFlat ? name.replace(/^(run|assets\/html|assets)\//, '') : name);
  const put = (name, content) => content && writeFile(join(path, place(name)), content);
  const { tags } = await ask('tags');
  const metadata = { ...(await ask('metadata')), tags, ...version };
  put('metadata.json', JSON.stringify(metadata));
  put('metrics.jsonl', await pointLines(server, experimentKey));
  put('parameters.json', await listText(server, 'parameters', experimentKey));
  put('others.jsonl', lines((await ask('log-other')).values));
  const { installedPackages, osPackages, ...system } = await ask('system-details');
  put('system_details.json', JSON.stringify(system));
  const packages = installedPackages.length > 0 ? installedPackages : osPackages;
  put('run/requirements.txt', packages.join('\n'));
  put('run/script.py', (await ask('code')).code);
  put('run/output.txt', (await ask('output')).output);
  put('run/graph_definition.txt', (await ask('graph')).graph);
  put('run/git_metadata.json', JSON.stringify(await ask('git/metadata')));
  put('assets/html/experiment.html', (await ask('html')).html);
  const listed = [];
  const taken = new Map();
  for (const asset of (await ask('asset/list')).assets) {
    const entry = { ...asset };
    const before = taken.get(asset.fileName) ?? 0;
    taken.set(asset.fileName, before + 1);
    if (before > 0) {
      const extension = extname(asset.fileName);
      const base = asset.fileName.slice(0, asset.fileName.length - extension.length);
      entry.diskFileName = `${base}_${before}${extension}`;
    }
    listed.push(entry);
    if (asset.remote) continue;
    const query = { assetId: asset.assetId, experimentKey };
    const bytes = await (await server.get('experiment/asset/get-asset', query)).arrayBuffer();
    const disk = `/${entry.diskFileName ?? asset.fileName}`.replaceAll('/../', '/');
    const type = isFlat ? '' : `assets/${asset.type ?? 'asset'}`;
    // As cometx: an empty file is listed only.
    if (bytes.byteLength > 0)
      writeFile(join(path, type + disk.replaceAll(':', '-')), Buffer.from(bytes));
  }
  put('assets/assets_metadata.jsonl', lines(listed));
}

/** Last points first: Comet keeps no order. */
async function pointLines(server, experimentKey) {
  const text = (await listText(server, 'metrics/get-all', experimentKey)).slice(1, -1);
  if (text === '') return '';
  const points = text.replaceAll('},{"metricName"', '}\n{"metricName"').split('\n');
  return `${points.reverse().join('\n')}\n`;
}

/** The one list of an answer as text as it came: steps can be beyond 2^53. */
async function listText(server, endpoint, experimentKey) {
  const text = await (await server.get(`experiment/${endpoint}`, { experimentKey })).text();
  return text.slice(text.indexOf('['), -1);
}
