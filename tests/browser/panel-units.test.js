import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importSource } from '../support/import-source.js';
import { sizeOfFrames } from '../support/sizes.js';

const { FrameInbox } = await importSource('panel/frame-inbox.ts');
const { PortBudget } = await importSource('worker/port-budget.ts');
const { checkFrameMessage } = await importSource('panel/frame-message.ts');
const { maxText } = await importSource('panel/protocol.ts');
const { prepareCode } = await importSource('panel/prepare.ts');

describe('checkFrameMessage', () => {
  it('lets well-formed messages through', () => {
    const message = { kind: 'console', level: 'warn', text: 'x' };
    assert.equal(checkFrameMessage(message), message);
    assert.deepEqual(checkFrameMessage({ kind: 'leave' }), { kind: 'leave' });
  });

  it('ignores what it does not know', () => {
    for (const value of [null, 1, 'ready', {}, { kind: 'toString' }, { kind: {} }]) {
      assert.equal(checkFrameMessage(value), undefined);
    }
  });

  it('refuses wrong types and oversize texts, and names the field', () => {
    const error = { kind: 'error', revision: 1, message: '', line: 1, column: 1, stack: '' };
    const highlight = { kind: 'highlight', hoveredExperiment: null, selectedExperiments: [] };
    const bad = [
      [{ kind: 'progress', label: 'x', percent: 101 }, 'percent'],
      [{ ...highlight, hoveredExperiment: undefined }, 'hoveredExperiment'],
      [{ ...highlight, hoveredExperiment: 'x'.repeat(201) }, 'hoveredExperiment'],
      [{ ...highlight, selectedExperiments: { length: 0 } }, 'selectedExperiments'],
      [{ ...highlight, selectedExperiments: ['a', 1] }, 'selectedExperiments'],
      [{ ...highlight, selectedExperiments: Array(10_001).fill('a') }, 'selectedExperiments'],
      [{ kind: 'size', height: NaN }, 'height'],
      [{ kind: 'size', height: -1 }, 'height'],
      [{ kind: 'rendered', revision: '1' }, 'revision'],
      [{ kind: 'console', level: 'constructor', text: '' }, 'level'],
      [{ kind: 'console', level: 'log', text: 'x'.repeat(maxText + 1) }, 'text'],
      [{ kind: 'need', source: 'page', name: 'x' }, 'source'],
      [{ kind: 'need', source: 'library', name: 'x'.repeat(3000) }, 'name'],
      [{ kind: 'download', name: 'x', data: 'text' }, 'data'],
      [{ kind: 'link', url: null }, 'url'],
      [{ ...error, line: 1.5 }, 'line'],
      [{ ...error, stack: undefined }, 'stack'],
    ];
    for (const [message, field] of bad) {
      assert.throws(() => checkFrameMessage(message), new RegExp(`bad "${field}": it must be `));
    }
  });

  it('lets addresses and headers of requests be as long as tokens are', () => {
    const token = 'x'.repeat(10_000);
    const headers = [['authorization', `Bearer ${token}`]];
    const request = { kind: 'fetch', id: 1, url: `https://x.example/?${token}`, method: 'GET' };
    assert.ok(checkFrameMessage({ ...request, headers }));
    for (const [wrong, wanted] of [
      [{ headers, url: 'x'.repeat(20_001) }, /"url": it must be a text of at most 20000 char/],
      [{ headers: Array(101).fill(headers[0]) }, /"headers": it must be a list of at most 100/],
      [{ headers: [['a', 'b', 'c']] }, /"headers"/],
      [
        { headers, data: new Blob([new Uint8Array(2 ** 24 + 1)]) },
        /Blob of at most 16777216 bytes/,
      ],
    ]) {
      assert.throws(() => checkFrameMessage({ ...request, ...wrong }), wanted);
    }
  });
});

describe('FrameInbox', () => {
  it('takes text, and a file beside it', () => {
    const inbox = new FrameInbox();
    assert.deepEqual(inbox.read('{"kind":"leave"}'), { kind: 'leave' });
    const data = new Blob(['x']);
    const message = inbox.read({ text: '{"kind":"download","name":"x"}', data });
    assert.deepEqual(message, { kind: 'download', name: 'x', data });
    for (const text of ['1', 'null', '"leave"', '[]', '{"__proto__":{"kind":"leave"}}']) {
      assert.equal(inbox.read(text), undefined);
    }
  });

  it('refuses all else, without a look at what is in it', () => {
    const cycle = {};
    cycle.text = cycle;
    const { port1, port2 } = new MessageChannel();
    const bad = [undefined, null, 1, 1n, [], {}, cycle, new Map(), new ArrayBuffer(8), port1];
    for (const value of [...bad, { text: 1 }, 'x'.repeat(1_000_001)]) {
      assert.throws(() => new FrameInbox().read(value), /no text of at most 1000000 characters/);
    }
    assert.throws(() => new FrameInbox().read('{kind'), /no JSON/);
    port2.close();
  });
});

describe('PortBudget', () => {
  const columns = (size) => ({ value: new Float64Array(size / 8) });

  it('counts the bytes of answers, and those of one', () => {
    const budget = new PortBudget();
    assert.equal(budget.answered(columns(400e6)), undefined);
    assert.match(budget.answered(columns(200e6)), /^the panel asked for too many bytes of answers/);
    assert.match(budget.answered(columns(501e6)), /an answer of more than 500 MB$/);
    const piece = { bytes: new Uint8Array(8), received: 500_000_001 };
    assert.match(budget.passed(piece), /an answer of more than 500 MB$/);
  });

  it('counts what JSON would write of the arguments', () => {
    const cycle = [];
    cycle.push(cycle);
    for (const value of [cycle, new Array(1e9), { ['x'.repeat(4e6)]: 1 }, [['x'.repeat(4e6)]]]) {
      assert.match(new PortBudget().received({ args: [value] }), /a call of more than 4 MB$/);
    }
    const keys = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(50));
    assert.equal(new PortBudget().received({ args: [keys] }), undefined);
  });
});

describe('prepareCode', () => {
  /** Runs guarded code with a check that throws at the given round. */
  function runGuarded(code, rounds) {
    let count = 0;
    const tick = () => {
      if (++count > rounds) throw new Error('too long');
    };
    return new Function('__perihelionTick', prepareCode(code).code)(tick);
  }

  it('ends every kind of loop', () => {
    const loops = [
      'for (;;);',
      'while (true) {}',
      'do {} while (true)',
      'do 1\nwhile (true)',
      'function* g() { for (;;) yield 1; } for (const x of g()) x;',
      'outer: for (;;) for (const k in { a: 1 }) continue outer;',
      'const f = () => { while (1) if (0) 1; else 2 }; f();',
    ];
    for (const code of loops) assert.throws(() => runGuarded(code, 10), /too long/, code);
  });

  it('leaves what the code means', () => {
    const code =
      'let n = 0; for (const a of [1, 2]) for (let i = 0; i < 3; i++) n += a * i // done\ndo n++; while (n < 20)\nreturn n';
    assert.equal(runGuarded(code, 1000), 20);
  });

  it('keeps lines, and finds the user’s columns again', () => {
    const code = 'a;\nfor (;;) for (;;) b; c;\nd;';
    const guarded = prepareCode(code);
    assert.equal(guarded.code.split('\n').length, 3);
    for (const name of ['b', 'c']) {
      const column = guarded.code.split('\n')[1].indexOf(`${name};`) + 1;
      const expected = code.split('\n')[1].indexOf(`${name};`) + 1;
      assert.deepEqual(guarded.toUser({ line: 2, column }), { line: 2, column: expected });
    }
  });

  /** Runs prepared code whose imports come from `modules`; gives what it returns. */
  async function runPrepared(code, modules = {}) {
    const AsyncFunction = (async () => {}).constructor;
    const run = new AsyncFunction('__perihelionTick', '__perihelionImport', prepareCode(code).code);
    return run(
      () => undefined,
      async (name) => modules[name],
    );
  }

  it('recognises the form of a panel', () => {
    const forms = {
      'ui.display(1)': 'script',
      "import 'd3'; await 1; return": 'script',
      'class X extends Comet.Panel {}': 'comet',
      'const X = class extends Comet.Panel {};': 'comet',
      'class A extends Comet.Panel {} class B extends A {}': 'comet',
      'export default class extends Comet.Panel {}': 'comet',
      'class X extends Panel {} new X()': 'script',
      'export default () => 1': 'module',
      'export default function f() {}': 'module',
      'const f = 1; export { f as default };': 'module',
    };
    for (const [code, form] of Object.entries(forms)) {
      assert.equal(prepareCode(code).form, form, code);
    }
  });

  it('returns the default export, whatever it is', async () => {
    const named = ['function f() { return 1 }', 'async function f() { return 1 }', 'class f {}'];
    for (const code of named) {
      assert.equal((await runPrepared(`export default ${code}\n// end`)).name, 'f', code);
    }
    assert.equal((await runPrepared('export default function () { return 7 }\n(1)'))(), 7);
    assert.equal((await runPrepared('export const a = 2;\nexport default () => a'))(), 2);
    assert.equal(await runPrepared('const f = 3;\nexport { f as default, f as g };'), 3);
    const last = await runPrepared(
      'globalThis.Comet ??= { Panel: class {} };\nclass A extends Comet.Panel {}\nclass B extends A {}',
    );
    assert.equal(last.name, 'B');
  });

  it('makes imports come first, in each of their forms', async () => {
    const modules = { m: { default: 1, a: 2, 'b-c': 3 } };
    const code = `
      const sum = d + all.a + two + three + e;
      import d from 'm'; import * as all from "m"; import { a as two, 'b-c' as three } from 'm';
      import e, * as more from 'm';
      import 'm';
      return [sum, more.a, (await import('m')).a];`;
    assert.deepEqual(await runPrepared(code, modules), [9, 2, 2]);
    assert.deepEqual(
      prepareCode(code).imports.map(({ position }) => position.line),
      [3, 3, 3, 4, 5],
    );
  });

  it('finds the user’s columns behind imports and exports', () => {
    const code =
      "import a from 'x'; b;\nexport default /* c */ function () { d; }\nimport {\n e } from 'y'; f;";
    const prepared = prepareCode(code);
    const lines = [code, prepared.code].map((text) => text.split('\n'));
    for (const [line, name] of [
      [1, 'b;'],
      [2, 'd;'],
      [4, 'f;'],
    ]) {
      const column = lines[1][line - 1].indexOf(name) + 1;
      const expected = lines[0][line - 1].indexOf(name) + 1;
      assert.deepEqual(prepared.toUser({ line, column }), { line, column: expected }, name);
    }
  });

  it('refuses what a panel has no use for, at its place', () => {
    const wrong = [
      ["export * from 'x'", /cannot export what it does not hold/, 1],
      ["\nexport { a } from 'x'", /cannot export what it does not hold/, 2],
      ['\nimport.meta.url', /import\.meta means nothing/, 2],
      ["{ import 'x' }", /only appear at the top level/, 1],
      ['export default 1;\nwith (a) b;', /'with' in strict mode/, 2],
      ['export default 1;\nexport default 2;', /Duplicate export 'default'/, 2],
    ];
    for (const [code, message, line] of wrong) {
      assert.throws(
        () => prepareCode(code),
        (error) => message.test(error.message) && error.position.line === line,
        code,
      );
    }
  });

  it('takes top-level await and return, and says where a syntax error is', () => {
    assert.doesNotThrow(() => prepareCode('await 1; return 2;'));
    assert.throws(() => prepareCode('x;\n  let y = ;'), {
      name: 'SyntaxError',
      message: 'Unexpected token',
      position: { line: 2, column: 11 },
    });
  });
});

describe('what a frame loads before a feature is first used', () => {
  it('is no more than 30 kB, as brotli packs it', async () => {
    const size = await sizeOfFrames();
    assert.ok(size <= 30, `${size} kB`);
  });
});
