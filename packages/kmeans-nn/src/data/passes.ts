import { refusal } from "@elbowjs/arguments";
import {
  isSampleSource,
  type SampleSource,
  type Samples,
  type SamplesInput,
  toSamples,
} from "@elbowjs/samples";

/** Data that are read in passes: a source of pieces, or samples in memory as one. */
export type PassesInput = SampleSource | SamplesInput;

/** Largest piece in memory unless told otherwise; two are held, one worked on while the next is read. */
export const BLOCK_BYTES: number = 2 ** 25;

/** Piece of a pass: the samples from number `start` on. */
export interface Block {
  readonly start: number;
  readonly rows: Samples;
}

/** The data as a source. */
export async function toSource(caller: string, data: PassesInput): Promise<SampleSource> {
  if (isSampleSource(data)) {
    if (!(data.size >= 1))
      throw refusal(new RangeError(`${caller}: expected at least one sample, got a source of ${data.size}`));
    return data;
  }
  const samples = await toSamples(caller, data);
  const { size, shape, features, kind } = samples;
  return {
    ...{ size, shape, features, kind },
    read: async (start, end) =>
      end - start === size
        ? samples
        : samples.subset(Int32Array.from({ length: end - start }, (_, i) => start + i)),
  };
}

/** One pass over the data, in their order; the next piece is read while the present one is worked on. */
export async function* blocks(
  source: SampleSource,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block, void, undefined> {
  const { size, features, kind } = source;
  const step = Math.max(1, Math.floor(blockBytes / features / (kind === "bytes" ? 1 : 4)));
  const read = (start: number): Promise<Block> => {
    const piece = source
      .read(start, Math.min(start + step, size), { signal })
      .then((rows) => ({ start, rows: checked(source, rows, Math.min(step, size - start)) }));
    piece.catch(() => {}); // it is waited for below, perhaps too late for Node
    return piece;
  };
  let next = read(0);
  for (let start = 0; start < size; start += step) {
    signal?.throwIfAborted();
    const block = await next;
    if (start + step < size) next = read(start + step);
    yield block;
  }
}

/** A piece, which must be what was asked for: the source may be anybody's. */
function checked({ features }: SampleSource, rows: Samples, size: number): Samples {
  if (rows?.size !== size || rows.features !== features)
    throw new RangeError(
      `SampleSource.read: expected ${size} samples of ${features} values, got ${rows?.size} of ${rows?.features}`,
    );
  return rows;
}
