import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  formatCometTemplate,
  formatPanelFile,
  parseCometTemplate,
  parsePanelFile,
  PerihelionError,
} from 'perihelion/panel';

const whole = {
  version: 1,
  language: 'javascript',
  name: 'Losses',
  description: 'What is **lost**.',
  code: 'ui.display(options.metric);\n',
  html: '<h1>Losses</h1>',
  css: 'h1 { color: red; }',
  resources: ['https://cdn.example/jquery.js'],
  options: { metric: 'loss', nested: { list: [1, null, 'ü'] } },
  optionsSchema: { type: 'object', properties: { metric: { type: 'string' } } },
  query: 'Metric("loss") < 0.1',
};

test('a panel file comes back as it was written', () => {
  assert.deepEqual(parsePanelFile(formatPanelFile(whole)), whole);
  const shuffled = Object.fromEntries(Object.entries(whole).reverse());
  assert.equal(formatPanelFile(shuffled), formatPanelFile(whole));
  assert.deepEqual(parsePanelFile(`\uFEFF${formatPanelFile(whole)}`), whole);
});

test('what is empty is left out, but for the code', () => {
  const empty = { version: 1, code: '', html: '', resources: [], query: undefined, options: {} };
  assert.deepEqual(JSON.parse(formatPanelFile(empty)), {
    version: 1,
    language: 'javascript',
    code: '',
    options: {},
  });
});

test('what is wrong can be told by its class, also in Node', () => {
  const isOurs = (error) => error instanceof PerihelionError && error.code === 'invalid_argument';
  assert.throws(() => parsePanelFile('{}'), isOurs);
});

test('what is wrong is named, with what would be right', async (t) => {
  const cases = [
    ['{', /^panel file: it is not JSON: /],
    ['[]', 'panel file: it has to be an object, not a list'],
    ['{}', 'panel file: version is missing: it has to be 1'],
    [{ version: 2 }, 'panel file: version is 2, and only 1 can be read here'],
    [{ code: undefined }, "panel file: code is missing: it has to be the panel's code"],
    [{ code: null }, 'panel file: code has to be a text, not null'],
    [{ css: 7 }, 'panel file: css has to be a text, not 7'],
    [{ options: [] }, 'panel file: options has to be an object, not a list'],
    [{ optionsSchema: 'x' }, 'panel file: optionsSchema has to be an object, not a text'],
    [{ resources: 'a.js' }, 'panel file: resources has to be a list, not a text'],
    [{ resources: ['a.js', {}] }, 'panel file: resources[1] has to be a text, not an object'],
    [{ language: 'python' }, /^panel file: language has to be "javascript".*not supported yet$/],
    [{ language: 'julia' }, 'panel file: language has to be "javascript", not "julia"'],
    [{ toString: 1 }, /^panel file: there is no member "toString"; there are version, language, /],
    [{ constructor: 'x' }, /there is no member "constructor"/],
  ];
  for (const [wrong, message] of cases) {
    const json = typeof wrong === 'string' ? wrong : JSON.stringify({ ...whole, ...wrong });
    await t.test(json.slice(0, 60), () => {
      assert.throws(() => parsePanelFile(json), { code: 'invalid_argument', message });
    });
  }
  assert.throws(() => formatPanelFile({ version: 1 }), /code is missing/);
});

const comet = (code, others = {}) => JSON.stringify({ templateName: 'Tags', code, ...others });

test("what Comet's zip holds comes in", () => {
  const code = 'class Tags extends Comet.Panel { draw() {} }';
  const panel = parseCometTemplate(
    comet(
      {
        ...{ code, css: 'b { color: red; }', html: '<b></b>', description: 'Tags' },
        defaultConfig: '{"limit": 3}',
        internalResources: ['https://cdn.example/plotly.js'],
        userResources: [{ id: 4, url: 'https://cdn.example/style.css' }],
        ...{ pyCode: 'print(1)', pyConfig: '{}', type: 'js' },
      },
      { createdAt: 1, thumbnailName: 't', editable: true },
    ),
  );
  assert.deepEqual(panel, {
    version: 1,
    language: 'javascript',
    ...{ name: 'Tags', description: 'Tags', code, css: 'b { color: red; }', html: '<b></b>' },
    resources: ['https://cdn.example/plotly.js', 'https://cdn.example/style.css'],
    options: { limit: 3 },
  });
});

test('what is no JavaScript panel of Comet is refused', async (t) => {
  const cases = [
    ['{}', /no panel of Comet: it has no object "code"/],
    ['x', /tempVisualizationTemplate\.json is not JSON/],
    [comet({ type: 'py', code: '', pyCode: 'print(1)' }), /Python are not supported yet/],
    [comet({ pyCode: 'print(1)' }), /Python are not supported yet/],
    [comet({ code: 'x', defaultConfig: '{' }), /its "defaultConfig" is not JSON/],
    [comet({ code: 'x', defaultConfig: '[]' }), /options has to be an object, not a list/],
    [comet({ code: 'x', userResources: [{ id: 4 }] }), /has no address: \{"id":4\}/],
    [comet({ code: 'x', internalResources: 'x' }), /resources of Comet's panel have to be lists/],
    [comet({ code: 7 }), /code has to be a text, not 7/],
  ];
  for (const [json, message] of cases) {
    await t.test(json.slice(0, 60), () => {
      assert.throws(() => parseCometTemplate(json), { code: 'invalid_argument', message });
    });
  }
});

test('a panel goes out to Comet and comes back', async () => {
  const url = new URL('../../examples/panels/tags.comet.js', import.meta.url);
  const panel = { ...whole, code: await readFile(url, 'utf8') };
  delete panel.optionsSchema;
  delete panel.query;
  const template = formatCometTemplate(panel, 1_700_000_000_000);
  assert.deepEqual(parseCometTemplate(template), panel);
  const { createdAt, editable, code } = JSON.parse(template);
  assert.deepEqual([createdAt, editable, code.type], [1_700_000_000_000, true, 'js']);
  assert.deepEqual(JSON.parse(code.defaultConfig), whole.options);
});

test('Comet gets no panel that it would not run', () => {
  assert.throws(() => formatCometTemplate(whole), /this panel is a script/);
  const asModule = { ...whole, code: 'export default () => {};' };
  assert.throws(() => formatCometTemplate(asModule), /this panel is a module/);
});
