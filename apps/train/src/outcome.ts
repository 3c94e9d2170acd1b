/** What a finished or interrupted run leaves. */
export interface Outcome {
  /** True where it was stopped before its last epoch. */
  readonly interrupted: boolean;
  /** The report's files: name and content. */
  readonly files: Record<string, string | Uint8Array>;
}
