// `perihelion panel`: a panel as a folder, as a file, and as Comet's zip.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parsePanelFile } from 'perihelion/panel';
import { runCommand, temporaryFolder } from '../support/command.js';

const parts = {
  'panel.js': 'class Mine extends Comet.Panel {\n  draw() {}\n}\n',
  'panel.html': '<b id="ü"></b>\n',
  'panel.css': 'b { color: red; }\n',
  'options.json': '{\n  "limit": 3\n}\n',
  'options.schema.json': '{\n  "type": "object"\n}\n',
  'query.txt': 'Metric("loss") < 0.1\n',
  'panel.json': `${JSON.stringify(
    {
      ...{ version: 1, language: 'javascript', name: 'Mine', description: 'About it.' },
      resources: ['https://cdn.example/jquery.js'],
    },
    null,
    2,
  )}\n`,
};

async function writeParts(folder, files) {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

async function readParts(folder) {
  const names = await readdir(folder);
  const read = async (name) => [name, await readFile(join(folder, name), 'utf8')];
  return Object.fromEntries(await Promise.all(names.map(read)));
}

async function panelCommand(cwd, ...args) {
  const { code, stdout, stderr } = await runCommand(['panel', ...args], { cwd });
  assert.equal(stderr, '');
  assert.equal(code, 0);
  return stdout;
}

test('a folder becomes a file and comes back as it was', async (t) => {
  const folder = await temporaryFolder(t);
  await writeParts(join(folder, 'mine'), parts);
  assert.equal(await panelCommand(folder, 'pack', 'mine/'), 'mine/ → mine.panel.json\n');
  const panel = parsePanelFile(await readFile(join(folder, 'mine.panel.json'), 'utf8'));
  assert.equal(panel.query, 'Metric("loss") < 0.1');
  assert.deepEqual(panel.options, { limit: 3 });
  await panelCommand(folder, 'unpack', 'mine.panel.json', 'again/deep');
  assert.deepEqual(await readParts(join(folder, 'again/deep')), parts);
});

test('a panel of nothing but code has the name of its folder', async (t) => {
  const folder = await temporaryFolder(t);
  await writeParts(join(folder, 'tiny'), { 'panel.js': 'ui.display(1)' });
  await panelCommand(join(folder, 'tiny'), 'pack', '.', '../out.panel.json');
  const panel = parsePanelFile(await readFile(join(folder, 'out.panel.json'), 'utf8'));
  const code = 'ui.display(1)';
  assert.deepEqual(panel, { version: 1, language: 'javascript', name: 'tiny', code });
});

test("a panel becomes Comet's zip and comes back, without what that has no place for", async (t) => {
  const folder = await temporaryFolder(t);
  await writeParts(join(folder, 'mine'), parts);
  const told = await panelCommand(folder, 'pack', 'mine', 'mine.zip');
  assert.match(told, /Comet's zip has no optionsSchema\n.*Comet's zip has no query/);
  await panelCommand(folder, 'unpack', 'mine.zip', 'back');
  const kept = { ...parts };
  delete kept['options.schema.json'];
  delete kept['query.txt'];
  assert.deepEqual(await readParts(join(folder, 'back')), kept);
  // As other programs read it.
  const list =
    'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); z.testzip(); print(z.namelist())';
  const names = execFileSync('python3', ['-c', list, join(folder, 'mine.zip')], {
    encoding: 'utf8',
  });
  assert.equal(names.trim(), "['tempVisualizationTemplate.json']");
});

/** A zip as Python writes it, with one member. */
function zip(path, name, value) {
  const write =
    'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED).writestr(*sys.argv[2:])';
  execFileSync('python3', ['-c', write, path, name, JSON.stringify(value)]);
}

test('what cannot be read or written is told by its path', async (t) => {
  const folder = await temporaryFolder(t);
  const write = (name, files) => writeParts(join(folder, name), files);
  await write('empty', {});
  await write('mine', parts);
  await write('script', { 'panel.js': 'ui.display(1)' });
  await write('broken', { 'panel.js': '', 'options.json': '{' });
  await write('twice', { 'panel.js': '', 'panel.json': '{"version":1,"code":"x"}' });
  await write('typo', { 'panel.js': '', 'panel.json': '{"version":1,"titel":"x"}' });
  await write('.', { 'other.txt': '', 'bad.zip': 'no zip' });
  const member = 'tempVisualizationTemplate.json';
  zip(join(folder, 'python.zip'), member, { code: { type: 'py', pyCode: 'print(1)', code: '' } });
  zip(join(folder, 'other.zip'), 'x.json', {});
  const cases = [
    ['pack nowhere', /^perihelion: nowhere: there is no such file or folder\n$/],
    ['pack empty', /empty: it has no panel\.js, the panel's code/],
    ['pack script a.zip', /a\.zip: .*Comet runs a class .* this panel is a script/],
    ['pack broken', /broken: options\.json is not JSON: /],
    ['pack twice', /twice: panel\.json has "code": in a folder that is the file panel\.js/],
    ['pack typo', /typo: panel file: there is no member "titel"; there are /],
    ['pack mine a.json', /a\.json: a panel's file ends in \.panel\.json, or in \.zip/],
    ['pack other.txt', /other\.txt: it is no folder, and ends in neither/],
    ['unpack bad.zip', /bad\.zip: /],
    ['unpack other.zip', /other\.zip: it is no panel of Comet: it holds no temp/],
    ['unpack python.zip', /python\.zip: .*Python are not supported yet/],
    ['unpack mine twice', /twice: it is not empty; name another folder/],
  ];
  for (const [args, message] of cases) {
    await t.test(args, async () => {
      const result = await runCommand(['panel', ...args.split(' ')], { cwd: folder });
      assert.equal(result.code, 1);
      assert.equal(result.stdout, '');
      assert.match(result.stderr, message);
    });
  }
});
