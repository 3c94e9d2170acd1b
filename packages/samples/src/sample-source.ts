import type { Samples } from "./samples.js";

/** Samples that are read piece by piece, such as files larger than memory. Any object of this shape is one. */
export interface SampleSource {
  /** Number of samples. */
  readonly size: number;
  /** Shape of one sample. */
  readonly shape: readonly number[];
  /** Numbers per sample, the product of `shape`. */
  readonly features: number;
  /** How the samples are kept: bytes u stand for u / 255. */
  readonly kind: Samples["kind"];
  /**
   * Samples `start` … `end` − 1. Pieces may be asked for in any order, several at once.
   *
   * @throws what is wrong with the place that they are read from.
   */
  read(start: number, end: number, options?: { readonly signal?: AbortSignal | undefined }): Promise<Samples>;
}

/** Whether data are a {@link SampleSource}, and not samples in memory. */
export function isSampleSource(data: unknown): data is SampleSource {
  const source = data as Partial<SampleSource> | null | undefined;
  return (
    typeof source === "object" &&
    source !== null &&
    typeof source.read === "function" &&
    typeof source.size === "number" &&
    typeof source.features === "number"
  );
}
