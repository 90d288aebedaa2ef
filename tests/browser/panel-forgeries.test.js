import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { browsers } from '../support/browsers.js';
import { context, takeControl, takeDataPort } from '../support/hostile-code.js';
import { PanelPage } from '../support/panel-page.js';

const settings = { patience: 2000, context };

/** Messages to the page that end the panel: their fields, and what the reason says. */
const forgeries = [
  [`{ kind: 'console', level: 'constructor', text: 'x' }`, 'bad "level"'],
  [`{ kind: 'console', level: 'log', text: { length: 1 } }`, 'bad "text"'],
  [`{ kind: 'console', level: 'log', text: 'x'.repeat(20_001) }`, 'bad "text"'],
  [`{ kind: 'console', level: 'log', text: Symbol('x') }`, 'bad "text"'],
  [`{ kind: 'size', height: -1 }`, 'bad "height"'],
  [`{ kind: 'size', height: NaN }`, 'bad "height"'],
  [`{ kind: 'size', get height() { return [1]; } }`, 'bad "height"'],
  [`{ kind: 'rendered', revision: 1.5 }`, 'bad "revision"'],
  [`{ kind: 'error', revision: 1, message: 'x' }`, 'bad "line"'],
  [`{ kind: 'highlight', hoveredExperiment: { toString: 1 } }`, 'bad "hoveredExperiment"'],
  [`{ kind: 'highlight', selectedExperiments: Array(10_001).fill('k') }`, '"selectedExperiments"'],
  [`{ kind: 'highlight', selectedExperiments: { length: 0 } }`, 'bad "selectedExperiments"'],
  [`{ kind: 'progress', label: 'x', percent: 101 }`, 'bad "percent"'],
  [`{ kind: 'need', source: '__proto__', name: 'x' }`, 'bad "source"'],
  [`{ kind: 'link', url: [] }`, 'bad "url"'],
  [`{ kind: 'pong' }`, 'bad "nonce"'],
  [`{ kind: 'ready' }`, 'said twice that it is ready'],
  [`{ kind: 'failed', message: 'gone' }`, `the panel's runtime failed: gone`],
];

/** Messages to the page that change nothing: of other times, of no kind, or such as never leave the frame. */
const ignored = [
  `{ kind: 'rendered', revision: 0 }`,
  `{ kind: 'rendered', revision: 1e9 }`,
  `{ kind: 'error', revision: 1e9, message: 'x', line: 0, column: 0, stack: '' }`,
  `{ kind: 'pong', nonce: 1 }`,
  `{ kind: 'run', revision: 7 }`,
  `{ kind: '__proto__' }`,
  `{ kind: 'toString' }`,
  `{ kind: ['ready'] }`,
  `{ kind: null }`,
  `{ kind: 'download', name: 'x', data: { size: 1 } }`,
  `{ kind: 'x', text: 'x'.repeat(2e6) }`,
];

/** The same, in panels of their own: after such a message the frame tells no later one from it. */
const ignoredAlone = [
  `{ toJSON: () => [1] }`,
  `{ toJSON: () => 'text' }`,
  `{ kind: 'console', text: 1n }`,
  `(() => { const fields = {}; return (fields.text = fields); })()`,
];

/** Calls that a panel puts on its data port, and what the answer says. */
const calls = [
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'then', ''].map(
    (method) => [`{ method: '${method}', args: [] }`, 'there is no method'],
  ),
  [`{ method: 'delete', args: [] }`, 'there is no method'],
  [`{ method: 'getPanelWorkspace', args: { length: 0 } }`, 'args must be a list'],
  [`{ method: 'getPanelWorkspace', args: [1] }`, 'takes no arguments'],
  [`{ method: 'getPanelWorkspace', args: [JSON.parse('{"__proto__": 1}')] }`, 'has no argument'],
  [`{ method: 'getPanelWorkspace', args: [{ constructor: 1 }] }`, 'has no argument'],
  [`{ method: 'getExperimentName', args: [new Map()] }`, 'experiment_key must be a text'],
  [`{ method: 'getExperimentName', args: [new ArrayBuffer(8)] }`, 'experiment_key must be a text'],
  [`{ method: 'getExperimentName', args: [1n] }`, 'no JSON'],
  [`{ method: 'getExperimentName', args: [['k0']] }`, 'experiment_key must be a text'],
  [`{ method: 'getExperimentName', args: ['other'] }`, "outside this panel's scope"],
];

/** Puts on it what is no call, or another's: of the page, or of the page's own port to the worker. */
const noCalls = `
  for (const message of [null, 1, 'call', [], [['call']], {}, { kind: 'call' }, new Date(),
      { kind: 'call', id: '1', method: 'getPanelWorkspace', args: [] },
      { kind: 'call', id: 8, method: ['getPanelWorkspace'], args: [] },
      { kind: 'open', session: 1, id: 9 }, { kind: 'close', session: 1 },
      { kind: 'context', session: 1, change: 1, context: {}, fresh: true },
      { kind: 'key', ask: 1, ok: true, text: 'x' },
      { kind: 'cancel', id: 12345 }, { kind: 'cancel', id: NaN }]) send(message);
  const { port1, port2 } = new MessageChannel();
  send({ kind: 'call', id: 10, method: 'nothing', args: [port2] }, [port2]);
  const buffer = new ArrayBuffer(8);
  send(buffer, [buffer]);
  try { send({ kind: 'call', id: 11, method: 'nothing', args: [buffer] }); } catch {}`;

for (const name of Object.keys(browsers)) {
  describe(`a panel that forges messages, in ${name}`, () => {
    let page;
    before(async () => (page = await PanelPage.open(name)));
    after(() => page?.close());
    beforeEach(() => page.reset());

    /** All texts that a panel wrote to its console, once the last of them is "over". */
    async function texts(id) {
      for (let count = 1; (await page.written(id, count)) !== 'over'; count++);
      const events = await page.events(id);
      return events.filter(({ type }) => type === 'console').map(({ text }) => text);
    }

    it('is stopped when it forges a message, with what is wrong with it', async () => {
      for (const [index, [fields, reason]] of forgeries.entries()) {
        await page.addPanel(`bad${index}`, `${takeControl} await forge(${fields});`, settings);
        const stopped = await page.event(`bad${index}`, 'stopped');
        assert.ok(stopped.reason.includes(reason), `${fields}: ${stopped.reason}`);
      }
    });

    it('changes nothing by messages of other times and of no kind', async () => {
      for (const [index, group] of [ignored, ...ignoredAlone.map((one) => [one])].entries()) {
        const code = `${takeControl}
          for (const make of [${group.map((fields) => `() => (${fields})`).join()}]) {
            await forge(make());
            await new Promise((done) => setTimeout(done, 20));
          }
          forged = undefined;
          console.log('over');
          await new Promise(() => {});`;
        await page.addPanel(`bad${index}`, code, settings);
        await texts(`bad${index}`);
        const types = new Set((await page.events(`bad${index}`)).map(({ type }) => type));
        for (const type of ['rendered', 'stopped', 'selection']) assert.ok(!types.has(type), type);
      }
    });

    it('gets no further at its data port than a call of the methods', async () => {
      const code = `${takeDataPort}
        const calls = [${calls.map(([fields]) => fields).join()}];
        for (const [n, fields] of calls.entries()) {
          const answer = receive(100 + n);
          send({ kind: 'call', id: 100 + n, ...fields });
          console.log((await answer).error?.message);
        }
        ${noCalls}
        console.log(await api.getPanelWorkspace());
        console.log('over');`;
      await page.addPanel('bad', code, settings);
      const answers = await texts('bad');
      for (const [index, [fields, reason]] of calls.entries()) {
        assert.ok(answers[index].includes(reason), `${fields}: ${answers[index]}`);
      }
      assert.deepEqual(answers.slice(calls.length), ['w', 'over']);
    });
  });
}
