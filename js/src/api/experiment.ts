/** An experiment's metadata in the server's spelling; times and durations in ms. Members may be missing. */
export interface ExperimentMetadata {
  experimentKey: string;
  experimentName?: string | null;
  workspaceName?: string;
  projectName?: string;
  projectId?: string;
  durationMillis?: number;
  startTimeMillis?: number;
  endTimeMillis?: number;
  archived?: boolean;
  running?: boolean;
  [member: string]: unknown;
}

/** One experiment as a listing or its metadata describes it. Reading an attribute makes no request. */
export class APIExperiment {
  readonly metadata: ExperimentMetadata;

  constructor(metadata: ExperimentMetadata) {
    this.metadata = metadata;
  }

  /** The experiment key. */
  get key(): string {
    return this.metadata.experimentKey;
  }

  /** The experiment key, under the SDK's other name for it. */
  get id(): string {
    return this.metadata.experimentKey;
  }

  /** The experiment's name, or null where it has none. */
  get name(): string | null {
    return this.metadata.experimentName ?? null;
  }

  get workspace(): string | null {
    return this.metadata.workspaceName ?? null;
  }

  get projectName(): string | null {
    return this.metadata.projectName ?? null;
  }

  get projectId(): string | null {
    return this.metadata.projectId ?? null;
  }
}
