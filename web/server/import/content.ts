import type { Summary } from './summary.js';
import { SeriesBuilder } from '../store/series.js';

/** A file, or a reference to one, that was logged as an asset. */
export interface Upload {
  assetId: string | undefined;
  fileName: string;
  type: string;
  /** Name of the archive's member that holds the bytes; none for a remote file. */
  member: string | undefined;
  remoteUri: string | undefined;
  step: bigint | null;
  epoch: bigint | null;
  context: string | null;
  createdAt: number | null;
  metadata: string | null;
  additional: string | null;
}

/** All points of one metric name in one run context ('' for none). */
export interface LoggedSeries {
  name: string;
  context: string;
  points: SeriesBuilder;
}

/** What an import brings of one experiment, whatever the format: the one shape that is written to the store. */
export class ExperimentContent {
  readonly series = new Map<string, LoggedSeries>();
  readonly parameters = new Map<string, Summary>();
  readonly others = new Map<string, Summary>();
  readonly uploads: Upload[] = [];
  /** Kind → its one body. */
  readonly documents = new Map<string, string>();
  /** Kind → bodies in order. */
  readonly lists = new Map<string, string[]>();
  readonly output: string[] = [];
  html: string[] = [];
  replacesHtml = false;
  /** Message type → how many were kept out because the type is not known. */
  readonly unknownTypes = new Map<string, number>();
  invalidLines = 0;
  /** Names of files that are told of, but whose bytes are not there. */
  readonly missingFiles: string[] = [];
  /** Offsets of points end before this. */
  lineCount = 0;
  /** The latest time logged, in ms. */
  lastTime = 0;

  /** The points of a metric in a run context, to be added to. */
  seriesOf(name: string, context: string | null): SeriesBuilder {
    const key = `${context ?? ''}\0${name}`;
    let series = this.series.get(key);
    if (!series) {
      series = { name, context: context ?? '', points: new SeriesBuilder() };
      this.series.set(key, series);
    }
    return series.points;
  }

  /** Adds a body to a list. */
  list(kind: string, body: string): void {
    const bodies = this.lists.get(kind);
    if (bodies) bodies.push(body);
    else this.lists.set(kind, [body]);
  }
}
