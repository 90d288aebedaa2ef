import { chromium, firefox } from './environment.js';
import { capture } from './run.js';

// What keeps a panel's code in is as strong as the browser; the tests expect what these versions and later hold.
const tried = [
  { command: chromium, version: 156 },
  { command: firefox, version: 153 },
];

/** Says which browser is older than the tests expect. They run all the same, and tell what it lets through. */
export async function reportOldBrowsers(report) {
  for (const { command, version } of tried) {
    const { output } = await capture(command, ['--version']);
    const found = Number(/ (\d+)\./.exec(output)?.[1]);
    if (found >= version) continue;
    report(
      `${command} is version ${found}, the tests expect ${version} or later. ` +
        "Debian's security archive has it: add bookworm-security to the apt sources, then " +
        'sudo apt-get update && sudo apt-get install chromium firefox-esr',
    );
  }
}
