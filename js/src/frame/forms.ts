import type { ExperimentApi } from '../api/types.js';
import type { Program } from '../panel/protocol.js';
import { mayReadOptions } from './context-reads.js';
import type { Modules } from './modules.js';
import type { PageRun } from './page.js';
import { compile, type Scope } from './run.js';
import type { PanelUi } from './ui.js';

/** What a panel is called with. */
export interface PanelScope {
  api: ExperimentApi;
  ui: PanelUi;
  context: unknown;
  readonly options: unknown;
  signal: AbortSignal;
}

/** One run of a panel, whichever form it has. */
export type PanelBody = (scope: PanelScope, run: PageRun) => Promise<unknown>;

type Comet = typeof import('./features/comet.js');
type Markdown = typeof import('./features/markdown.js');

const scopeNames = ['api', 'ui', 'context', 'options', 'signal'];

/** The same promise for all who ask, and a new one after a failure. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** A module is evaluated once; each run calls its default export. */
function moduleBody(evaluate: () => Promise<unknown>): PanelBody {
  const exported = once(evaluate);
  return async (scope) => {
    const panel = await exported();
    if (typeof panel === 'function') return panel(scope);
    throw new TypeError(`the default export of a panel is a function, not ${typeof panel}`);
  };
}

/** Comet's class has one object, which each run tells to draw. */
function cometBody(evaluate: () => Promise<unknown>, code: string, modules: Modules): PanelBody {
  const start = once(async () => {
    const [{ CometRunner, install }, { sanitize }] = await Promise.all([
      modules.feature<Comet>('comet'),
      modules.feature<Markdown>('markdown'),
    ]);
    install();
    return new CometRunner(await evaluate(), sanitize, code.includes('experimentURL'));
  });
  return async (scope, run) => (await start()).run(scope, run);
}

function bodyOf({ form, code }: Program, tick: () => void, modules: Modules): PanelBody {
  // To look at a member of the scope is to read it.
  const names = scopeNames.filter((name) => name !== 'options' || mayReadOptions(code));
  const evaluate = compile(form === 'script' ? names : [], code, tick, modules.import);
  if (form === 'script') return (scope) => evaluate(scope as unknown as Scope);
  const asModule = () => evaluate({});
  return form === 'module' ? moduleBody(asModule) : cometBody(asModule, code, modules);
}

/**
 * Makes the body of a panel's runs from its program.
 * @throws SyntaxError
 */
export function panelBody(program: Program, tick: () => void, modules: Modules): PanelBody {
  const body = bodyOf(program, tick, modules);
  const { resources } = program;
  if (!resources.length) return body;
  return async (scope, run) => {
    await modules.resources(resources);
    if (!scope.signal.aborted) await body(scope, run);
  };
}
