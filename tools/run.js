import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { constants } from 'node:os';

/** A failure that a person can act on: `message` says what went wrong, `advice` what to do about it. */
export class SetupError extends Error {
  constructor(message, advice = '') {
    super(message);
    this.name = 'SetupError';
    this.advice = advice;
  }
}

const running = new Set();
let interrupted = false;

// A terminal sends Ctrl-C to the children itself; a signal sent to this process alone would leave them behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    const alreadySent = signal === 'SIGINT' && process.stdin.isTTY;
    if (!alreadySent) for (const child of running) child.kill(signal);
    if (running.size === 0) process.exit(128 + constants.signals[signal]);
  });
}

function start(command, args, { isService = false, ...options }) {
  const child = spawn(command, args, options);
  running.add(child);
  const done = new Promise((resolve, reject) => {
    child.on('error', (error) => {
      running.delete(child);
      const missing = error.code === 'ENOENT' ? `${command} is not installed` : error.message;
      reject(new SetupError(missing));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      const status = code ?? 128 + constants.signals[signal];
      if (interrupted) process.exit(isService ? status : status || 130);
      resolve(status);
    });
  });
  return { child, done };
}

/**
 * Runs a command on this terminal. Resolves to its exit status; 128 + n after signal n.
 * An interruption ends this process too, with a failure unless the command `isService`, whose end it properly is.
 */
export function run(command, args, options = {}) {
  return start(command, args, { stdio: 'inherit', ...options }).done;
}

/** Runs a command on this terminal and throws a {@link SetupError} unless it succeeds. */
export async function runOrThrow(command, args, options = {}) {
  const status = await run(command, args, options);
  if (status !== 0) {
    throw new SetupError(`\`${[command, ...args].join(' ')}\` ended with status ${status}`);
  }
}

/** Runs a command silently. Resolves to `{ status, output }`; status 127 where there is no such command. */
export async function capture(command, args, options = {}) {
  let output = '';
  const { child, done } = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const status = await done.catch(() => 127);
  return { status, output };
}

/**
 * Runs a long command with its output in a log file, calling `onLine` with each line.
 * Throws a {@link SetupError} with the log's last lines when it fails.
 */
export async function runLogged(command, args, { log, onLine = () => {}, advice, ...options }) {
  const file = createWriteStream(log);
  const last = [];
  const { child, done } = start(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (chunk) => {
    file.write(chunk);
    for (const line of String(chunk)
      .split(/[\r\n]+/)
      .filter(Boolean)) {
      last.push(line);
      if (last.length > 15) last.shift();
      onLine(line);
    }
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const status = await done.finally(() => file.end());
  if (status !== 0) {
    throw new SetupError(
      `\`${command}\` ended with status ${status}; its last lines (all of them: ${log}):\n` +
        last.map((line) => `    ${line}`).join('\n'),
      advice,
    );
  }
}
