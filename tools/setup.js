import { reportOldBrowsers } from './browsers.js';
import { ensureDebianPackages, packagesFor } from './debian-packages.js';
import { ensureEmscripten, findEmscripten } from './emscripten.js';
import { ensureNpmPackages } from './npm-packages.js';
import { runSteps } from './progress.js';
import { ensurePython } from './python.js';

/**
 * Brings what `needs` names: 'build' (everything from sources to a running playground), 'native' (C++ outside the
 * browser), 'bench', 'browsers', 'python', 'certificates' (to make some), 'lint', 'docs'. What is there already is left
 * alone, so a second call takes a moment.
 */
export async function setUp(needs) {
  const steps = [{ name: 'Debian packages', run: (report) => installPackages(needs, report) }];
  if (needs.includes('build')) {
    steps.push({ name: 'Emscripten 6', run: ensureEmscripten });
    steps.push({ name: 'npm packages', run: ensureNpmPackages });
  }
  if (needs.includes('python')) steps.push({ name: 'Python packages', run: ensurePython });
  if (needs.includes('browsers')) steps.push({ name: 'Browsers', run: reportOldBrowsers });
  await runSteps(steps);
}

async function installPackages(needs, report) {
  const names = needs.flatMap((need) => packagesFor[need]);
  if (needs.includes('build') && !(await findEmscripten())) names.push(...packagesFor.extraction);
  await ensureDebianPackages(names, report);
}
