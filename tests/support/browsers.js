import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const firefoxPath = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

/** Chromium as users run it: Puppeteer would put sandboxed frames into the page's own process. */
async function launchChromium(args = []) {
  const defaults = await puppeteer.defaultArgs({ headless: true });
  const disabled = defaults.filter((arg) => arg.startsWith('--disable-features='));
  const features = disabled
    .flatMap((arg) => arg.slice('--disable-features='.length).split(','))
    .filter((name) => name !== 'IsolateSandboxedIframes');
  const browser = await puppeteer.launch({
    executablePath: chromiumPath,
    headless: true,
    ignoreDefaultArgs: disabled,
    args: [
      `--disable-features=${features.join(',')}`,
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      ...args,
    ],
  });
  const downloads = await mkdtemp(join(tmpdir(), 'perihelion-downloads-'));
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: downloads,
  });
  const close = async () => {
    await browser.close();
    await rm(downloads, { recursive: true, force: true });
  };
  return { name: 'chromium', browser, downloads, close };
}

const preferences = {
  'app.update.enabled': false,
  'browser.download.folderList': 2,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'extensions.update.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'services.settings.server': 'http://127.0.0.1:9/',
  // A test must reach servers on this machine only.
  'network.proxy.type': 0,
  // Puppeteer's protocol only; keeps fission as users have it.
  'remote.active-protocols': 1,
  'remote.prefs.recommended': false,
};

function endpoint(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
      const found = /WebDriver BiDi listening on (ws:\S+)/.exec(output);
      if (found) resolve(`${found[1]}/session`);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Firefox did not start:\n${output}`)));
  });
}

/** Firefox as users run it: started by Puppeteer it would not isolate sites from each other. */
async function launchFirefox() {
  const profile = await mkdtemp(join(tmpdir(), 'perihelion-firefox-'));
  const downloads = join(profile, 'downloads');
  await mkdir(downloads);
  const all = { ...preferences, 'browser.download.dir': downloads };
  const lines = Object.entries(all).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const args = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'];
  const child = spawn(firefoxPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const browserWSEndpoint = await endpoint(child);
  const browser = await puppeteer.connect({ browserWSEndpoint, protocol: 'webDriverBiDi' });
  const close = async () => {
    const exited = once(child, 'exit');
    await browser.close().catch(() => child.kill());
    const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
    await exited;
    clearTimeout(timer);
    await rm(profile, { recursive: true, force: true });
  };
  return { name: 'firefox', browser, downloads, close };
}

/** How to start each browser under test; `downloads` is the folder where it saves files. */
export const browsers = { chromium: launchChromium, firefox: launchFirefox };
