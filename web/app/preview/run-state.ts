import { signal } from '@preact/signals';
import type { PerihelionPanel } from 'perihelion/panel';

/** What panel code did wrong; line and column from 1, 0 when unknown. */
export interface RunError {
  message: string;
  line: number;
  column: number;
}

/** How the panel is doing. */
export interface RunState {
  phase: 'starting' | 'running' | 'drawn' | 'failed' | 'stopped';
  error?: RunError;
  /** Why the panel was stopped. */
  reason?: string;
  /** Milliseconds from the start of the run until it had drawn. */
  took?: number;
}

/** One line of the console, repeated `count` times. */
export interface ConsoleLine {
  id: number;
  level: string;
  text: string;
  count: number;
}

/** Lines that the console keeps. */
const maxConsoleLines = 500;

/** The panel that runs. */
export const runningPanel = signal<PerihelionPanel | undefined>(undefined);
export const run = signal<RunState>({ phase: 'starting' });
export const consoleLines = signal<readonly ConsoleLine[]>([]);
/** A line of code that the viewer asked to see. */
export const reveal = signal<{ line: number } | undefined>(undefined);
/** Grows when the viewer asks for a run. */
export const runRequests = signal(0);

let nextId = 0;

/** Adds a line to the console; the oldest one goes when there are too many. */
export function addConsoleLine(level: string, text: string): void {
  const lines = consoleLines.peek();
  const last = lines.at(-1);
  if (last?.level === level && last.text === text) {
    consoleLines.value = [...lines.slice(0, -1), { ...last, count: last.count + 1 }];
  } else {
    const line = { id: nextId++, level, text, count: 1 };
    consoleLines.value = [...lines, line].slice(-maxConsoleLines);
  }
}

/** Runs the panel now, without waiting for the typing to pause. */
export function requestRun(): void {
  runRequests.value = runRequests.peek() + 1;
}
