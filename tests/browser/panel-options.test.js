import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { PanelPage } from '../support/panel-page.js';
import { until } from '../support/until.js';

const schema = {
  type: 'object',
  required: ['metric'],
  properties: {
    metric: { type: 'string', title: 'Metric', description: 'What is drawn.', minLength: 1 },
    window: { type: 'integer', title: 'Window', minimum: 1, maximum: 51, default: 5 },
    log: { type: 'boolean', title: 'Logarithmic' },
    axis: { enum: ['step', 'epoch', 7], title: 'Axis', default: 'step' },
    shown: { type: 'array', title: 'Shown', items: { enum: ['lines', 'points', 'areas'] } },
    names: { type: 'array', title: 'Names', items: { type: 'string', pattern: '^[a-z]+$' } },
    size: {
      type: 'object',
      title: 'Size',
      properties: { height: { type: 'number', title: 'Height', exclusiveMinimum: 0 } },
    },
    best: {
      title: 'Best',
      description: 'By metric.',
      anyOf: [{ type: 'object' }, { type: 'null' }],
    },
  },
};
const code = 'console.log(JSON.stringify(options));';

/** The control, and the texts around it, of the field with this label. */
const fieldOf = (label) => {
  const root = document.querySelector('perihelion-options').shadowRoot;
  const labels = [...root.querySelectorAll('label, legend')];
  const found = labels.find((one) => one.textContent === label);
  return found?.control ?? found?.parentElement;
};

for (const name of Object.keys(browsers)) {
  describe(`a form for options in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    /** A panel with a schema and a form before it. */
    const open = async (options, given = schema) => {
      await page.page.evaluate(() => {
        const form = document.createElement('perihelion-options');
        form.htmlFor = 'a';
        window.changes = [];
        form.addEventListener('change', ({ detail }) => window.changes.push(detail.options));
        document.body.append(form);
      });
      await page.addPanel('a', code, { options, optionsSchema: given });
    };
    const control = (label) =>
      until(`the field ${label}`, async () =>
        (await page.page.evaluateHandle(fieldOf, label)).asElement(),
      );
    const type = async (label, text) => {
      const field = await control(label);
      await field.focus();
      await field.evaluate((node) => node.select());
      if (text === '') await page.page.keyboard.press('Backspace');
      else await page.page.keyboard.type(text);
    };
    const problem = (label) =>
      control(label).then((field) =>
        field.evaluate((node) => {
          const ids = node.getAttribute('aria-describedby').split(' ');
          const text = node.getRootNode().getElementById(ids[1]).textContent;
          return [node.getAttribute('aria-invalid'), text];
        }),
      );
    const marked = async (label, text) => {
      let last;
      const is = async () => JSON.stringify((last = await problem(label))) === JSON.stringify(text);
      await until(`${label} marked ${text}`, is).catch((error) => {
        throw new Error(`${error.message}, but ${last}`);
      });
    };
    /** Waits until the panel ran with these options. */
    const ran = async (options) => {
      const text = JSON.stringify(options);
      const last = async () =>
        (await page.events('a')).findLast(({ type }) => type === 'console')?.text;
      await until(`a run with ${text}`, async () => (await last()) === text);
    };

    it('draws a labelled control for each member, with what the panel has or the default', async () => {
      await open({ metric: 'loss', shown: ['points'], names: ['a', 'b'], best: { loss: 'min' } });
      const values = {};
      for (const { title } of Object.values(schema.properties)) {
        const field = await control(title);
        values[title] = await field.evaluate((node) => {
          const boxes = [...node.querySelectorAll('input[type=checkbox]')];
          if (boxes.length) return boxes.map((box) => [box.parentElement.textContent, box.checked]);
          return node.type === 'checkbox' ? node.checked : (node.value ?? node.localName);
        });
      }
      assert.deepEqual(values, {
        Metric: 'loss',
        Window: '5',
        Logarithmic: false,
        Axis: '0',
        Shown: [
          ['lines', false],
          ['points', true],
          ['areas', false],
        ],
        Names: 'a\nb',
        Size: 'fieldset',
        Best: '{\n  "loss": "min"\n}',
      });
      const texts = await (
        await control('Window')
      ).evaluate((node) => [
        node.getRootNode().getElementById(node.getAttribute('aria-describedby').split(' ')[0])
          .textContent,
        node.min,
        node.max,
        node.step,
      ]);
      assert.deepEqual(texts, ['From 1 to 51.', '1', '51', '1']);
    });

    it('sets what the viewer enters, by keyboard alone, and leaves out what was left alone', async () => {
      await open({ metric: 'loss', other: [1] });
      await type('Metric', 'accuracy');
      await ran({ metric: 'accuracy', other: [1] });
      for (const key of ['Tab', '7', 'Tab', ' ']) await page.page.keyboard.press(key);
      await ran({ metric: 'accuracy', other: [1], window: 7, log: true });
      await (await control('Axis')).select('2');
      await ran({ metric: 'accuracy', other: [1], window: 7, log: true, axis: 7 });
      const first = await (await control('Shown')).$('input');
      await first.focus();
      await page.page.keyboard.press(' ');
      await type('Names', 'ab\ncd\n');
      await type('Height', '2.5');
      await type('Best', 'null');
      const all = {
        ...{ metric: 'accuracy', other: [1], window: 7, log: true, axis: 7 },
        ...{ shown: ['lines'], names: ['ab', 'cd'], size: { height: 2.5 }, best: null },
      };
      await ran(all);
      const changed = await page.page.evaluate(() => JSON.stringify(window.changes.at(-1)));
      assert.deepEqual(JSON.parse(changed), all);
      await type('Window', '');
      delete all.window;
      await ran(all);
    });

    it('marks what is wrong beside its field, keeps it, and leaves the good options in force', async () => {
      await open({ metric: 'loss' });
      await ran({ metric: 'loss' });
      await type('Window', '99');
      await marked('Window', ['true', 'must be 51 or less']);
      await type('Names', 'ok\nNOT');
      await marked('Names', ['true', '[1] must match the pattern ^[a-z]+$']);
      await type('Best', '{"loss"');
      await until('the mark', async () => (await problem('Best'))[1].startsWith('must be JSON: '));
      await type('Metric', '');
      await marked('Metric', ['true', 'must have 1 character or more']);
      await page.set('a', { options: { metric: 'accuracy' } });
      await ran({ metric: 'accuracy' });
      assert.equal(await (await control('Window')).evaluate((node) => node.value), '99');
      assert.equal(await (await control('Best')).evaluate((node) => node.value), '{"loss"');
      assert.deepEqual(await page.page.evaluate(() => window.changes), []);
      await type('Window', '9');
      await type('Names', 'ok');
      await type('Best', '{}');
      await ran({ metric: 'accuracy', window: 9, names: ['ok'], best: {} });
      await marked('Window', [null, '']);
      assert.equal(await page.count('a', 'error'), 0);
    });

    it('names the member that does not fit, and does not run the panel', async () => {
      await page.addPanel('a', code, { options: { window: 0 }, optionsSchema: schema });
      const first = await page.event('a', 'error');
      assert.equal(first.message, 'PerihelionError: options.metric must be given');
      await page.set('a', { options: { metric: 'loss', size: { height: 'high' } } });
      const second = await page.event('a', 'error', 2);
      assert.equal(
        second.message,
        'PerihelionError: options.size.height must be a number, not a text',
      );
      assert.equal(await page.count('a', 'console'), 0);
      await page.set('a', { options: { metric: 'loss' } });
      await ran({ metric: 'loss' });
      assert.equal(await page.notice('a'), '');
      await page.set('a', { optionsSchema: null, options: { window: 0 } });
      await ran({ window: 0 });
    });

    it('draws again for another schema, and is empty without one', async () => {
      await open({ metric: 'loss' });
      await control('Metric');
      await page.set('a', { optionsSchema: { properties: { depth: { type: 'number' } } } });
      await type('depth', '3');
      await ran({ metric: 'loss', depth: 3 });
      await page.set('a', { optionsSchema: null });
      const inputs = () =>
        document.querySelector('perihelion-options').shadowRoot.querySelectorAll('input').length;
      await until('an empty form', async () => (await page.page.evaluate(inputs)) === 0);
    });

    it('shows as text what a hostile schema says, and bears one that is large, deep or slow', async () => {
      const deep = (depth) => ({
        type: 'object',
        properties: Object.fromEntries(
          [0, 1, 2].map((n) => [`d${n}`, depth ? deep(depth - 1) : { type: 'string' }]),
        ),
      });
      const title = '<img src=x onerror="window.hacked = 1">';
      const hostile = {
        properties: {
          metric: { type: 'string', title, description: title, pattern: '^(a+)+$' },
          deep: deep(6),
          ['__proto__']: { type: 'number' },
        },
      };
      const wide = Object.fromEntries(
        Array.from({ length: 5000 }, (_, n) => [`m${n}`, { type: 'number' }]),
      );
      await open({ metric: `${'a'.repeat(40)}!` }, hostile);
      const { text } = await page.event('a', 'console');
      assert.equal(text, 'the options were not checked: the check took longer than 3 s');
      await ran({ metric: `${'a'.repeat(40)}!` });
      await control(title);
      const found = await page.page.evaluate(() => {
        const root = document.querySelector('perihelion-options').shadowRoot;
        return [
          root.querySelectorAll('img').length,
          root.querySelectorAll('input').length,
          window.hacked,
        ];
      });
      assert.equal(found[0], 0);
      assert.ok(found[1] <= 300, `${found[1]} inputs`);
      assert.equal(found[2] ?? null, null);
      await page.set('a', {
        options: { m1: 1 },
        optionsSchema: { type: 'object', properties: wide },
      });
      await ran({ m1: 1 });
      await page.set('a', { optionsSchema: { $ref: '#' } });
      const useless = async () =>
        (await page.events('a')).some(({ text: said }) =>
          said?.startsWith('the options were not checked: the schema is of no use'),
        );
      await until('a warning', useless);
    });
  });
}
