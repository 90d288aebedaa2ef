/** The data worker: one a page. It alone holds the key, the core and the connections. */
import type { Auth, Core, CoreSession } from '../api/core.js';
import { PerihelionError, toErrorData } from '../api/errors.js';
import { startCore } from '../api/start-core.js';
import type { PanelContext } from '../api/types.js';
import type { LoadProgress } from '../api/progress.js';
import { PortBudget } from './port-budget.js';
import { PortServer, type PortLimits } from './port-server.js';
import type { WorkerReply, WorkerRequest } from './protocol.js';

type Opening = Extract<WorkerRequest, { kind: 'open' }>;

/** Bytes that a panel's handles may hold: a metric of a million points takes 60 MB. */
const PANEL_HOLDS = 256 * 1024 * 1024;

const reply = (message: WorkerReply) => postMessage(message);

const sessions = new Map<number, { server: PortServer; opening: Opening }>();
let core: Promise<Core> | undefined;

async function start(wasm: Extract<WorkerRequest, { kind: 'start' }>['wasm']): Promise<void> {
  core = startCore(wasm);
  await core;
  reply({ kind: 'ready' });
}

const keys = new Map<number, (key: Extract<WorkerRequest, { kind: 'key' }>) => void>();
const auths = new Map<number, Auth>();
let lastAsk = 0;

/** The page's function of that number: the same one each time, as clients are told apart by it. */
function authOf(auth: number): Auth {
  const known: Auth =
    auths.get(auth) ??
    (({ refused }) =>
      new Promise((resolve, reject) => {
        const ask = ++lastAsk;
        keys.set(ask, ({ ok, text }) => (ok ? resolve(text) : reject(new Error(text))));
        reply({ kind: 'auth', auth, ask, refused });
      }));
  auths.set(auth, known);
  return known;
}

function takeKey(answer: Extract<WorkerRequest, { kind: 'key' }>): void {
  keys.get(answer.ask)?.(answer);
  keys.delete(answer.ask);
}

async function startedCore(): Promise<Core> {
  const running = await core;
  if (running) return running;
  throw new PerihelionError('closed', 'the worker was not started');
}

async function makeSession(opening: Opening, context?: PanelContext): Promise<CoreSession> {
  const { session, panel, client, scope, metered } = opening;
  const running = await startedCore();
  const { auth, ...rest } = client;
  const options = auth === undefined ? rest : { ...rest, auth: authOf(auth) };
  const tell = (progress: LoadProgress) => reply({ kind: 'progress', session, progress });
  const mostHeld = panel ? PANEL_HOLDS : undefined;
  return running.open(options, context, scope, metered ? tell : undefined, mostHeld);
}

/** In place of a session that cannot be had: answers every call with the reason. */
const refusing = (error: unknown): CoreSession => ({
  call: () => Promise.reject(error),
  setInSight: () => undefined,
  close: () => undefined,
});

const limitsOf = (session: number): PortLimits => ({
  budget: new PortBudget(),
  exceeded: (reason) => reply({ kind: 'exceeded', session, reason }),
});

async function open(opening: Opening): Promise<void> {
  const session = await makeSession(opening, opening.context).catch(refusing);
  const limits = opening.panel ? limitsOf(opening.session) : undefined;
  const server = new PortServer(opening.port, session, opening.inSight, limits);
  sessions.set(opening.session, { server, opening });
}

async function changeContext(request: Extract<WorkerRequest, { kind: 'context' }>): Promise<void> {
  const { change } = request;
  const known = sessions.get(request.session);
  if (!known) return reply({ kind: 'changed', change });
  try {
    const session = await makeSession(known.opening, request.context);
    if (request.fresh) await session.call('clearCache', {});
    known.server.use(session);
    reply({ kind: 'changed', change });
  } catch (error) {
    known.server.use(refusing(error));
    reply({ kind: 'changed', change, error: toErrorData(error) });
  }
}

function close(session: number): void {
  sessions.get(session)?.server.close();
  sessions.delete(session);
}

async function tellMemory(ask: number): Promise<void> {
  reply({ kind: 'memory', ask, use: (await startedCore()).memory() });
}

function handle(request: WorkerRequest): Promise<void> | void {
  switch (request.kind) {
    case 'start':
      return start(request.wasm);
    case 'open':
      return open(request);
    case 'context':
      return changeContext(request);
    case 'close':
      return close(request.session);
    case 'key':
      return takeKey(request);
    case 'sight':
      return sessions.get(request.session)?.server.setInSight(request.inSight);
    case 'memory':
      return tellMemory(request.ask);
  }
}

// One after the other: a context that comes right behind its session's opening must find it open.
let earlier: Promise<void> = Promise.resolve();

onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  earlier = earlier
    .then(() => handle(data))
    .catch((error: unknown) => reply({ kind: 'failed', error: toErrorData(error) }));
};
