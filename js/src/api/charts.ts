import type { ChartPiece, Session } from './core.js';
import type { Arguments } from './methods.js';
import type { CallOptions, ChartExperiment } from './types.js';

/** By key; a nameless experiment crosses with an empty name. */
function byKey(entries: ChartExperiment[]): Record<string, ChartExperiment> {
  return Object.fromEntries(
    entries.map((entry) => [
      entry.experimentKey,
      { ...entry, experimentName: entry.experimentName || null },
    ]),
  );
}

/** Reads a chart: its parts are put together here, outside of the core's memory. */
export async function callChart(
  session: Session,
  args: Arguments,
  { signal, onPart }: CallOptions,
): Promise<Record<string, ChartExperiment>> {
  const parts: Record<string, ChartExperiment>[] = [];
  const onPiece = ({ index, experiments, done, all }: ChartPiece) => {
    const part = byKey(experiments);
    parts[index] = part;
    onPart?.(part, { done, all });
  };
  await session.call('getMetricsForChart', args, { signal, onPiece });
  return Object.fromEntries(parts.flatMap((part) => Object.entries(part)));
}
