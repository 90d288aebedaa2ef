import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { importSource } from '../support/import-source.js';

const { checkFrameMessage, maxText } = await importSource('panel/protocol.ts');
const { guardLoops } = await importSource('panel/guard.ts');

describe('checkFrameMessage', () => {
  it('lets well-formed messages through', () => {
    const message = { kind: 'console', level: 'warn', text: 'x' };
    assert.equal(checkFrameMessage(message), message);
    assert.deepEqual(checkFrameMessage({ kind: 'pong' }), { kind: 'pong' });
  });

  it('ignores what it does not know', () => {
    for (const value of [null, 1, 'ready', {}, { kind: 'toString' }, { kind: {} }]) {
      assert.equal(checkFrameMessage(value), undefined);
    }
  });

  it('refuses wrong types and oversize texts, and names the field', () => {
    const error = { kind: 'error', revision: 1, message: '', line: 1, column: 1, stack: '' };
    const bad = [
      [{ kind: 'size', height: NaN }, 'height'],
      [{ kind: 'size', height: -1 }, 'height'],
      [{ kind: 'rendered', revision: '1' }, 'revision'],
      [{ kind: 'console', level: 'constructor', text: '' }, 'level'],
      [{ kind: 'console', level: 'log', text: 'x'.repeat(maxText + 1) }, 'text'],
      [{ ...error, line: 1.5 }, 'line'],
      [{ ...error, stack: undefined }, 'stack'],
    ];
    for (const [message, field] of bad) {
      assert.throws(() => checkFrameMessage(message), new RegExp(`bad "${field}"`));
    }
  });
});

describe('guardLoops', () => {
  /** Runs guarded code with a check that throws at the given round. */
  function runGuarded(code, rounds) {
    let count = 0;
    const tick = () => {
      if (++count > rounds) throw new Error('too long');
    };
    return new Function('__perihelionTick', guardLoops(code).code)(tick);
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
    const guarded = guardLoops(code);
    assert.equal(guarded.code.split('\n').length, 3);
    for (const name of ['b', 'c']) {
      const column = guarded.code.split('\n')[1].indexOf(`${name};`) + 1;
      const expected = code.split('\n')[1].indexOf(`${name};`) + 1;
      assert.deepEqual(guarded.toUser({ line: 2, column }), { line: 2, column: expected });
    }
  });

  it('takes top-level await and return, and says where a syntax error is', () => {
    assert.doesNotThrow(() => guardLoops('await 1; return 2;'));
    assert.throws(() => guardLoops('x;\n  let y = ;'), {
      name: 'SyntaxError',
      message: 'Unexpected token',
      position: { line: 2, column: 11 },
    });
  });
});
