/** A factor of the learning rate at `progress`, the part of the run that is done, in [0, 1). */
export type Schedule = (progress: number) => number;

/**
 * Half a cosine from 1 down to `end`, after a linear rise from 0 over the first `warmup` of the run:
 * end + (1 − end)·½(1 + cos πt).
 *
 * @param warmup in [0, 1). Default 0.
 * @param end in [0, 1]. Default 0.
 * @throws RangeError if one is outside its interval.
 * @see I. Loshchilov, F. Hutter, SGDR, 2017, equation 5.
 */
export function cosineDecay({
  warmup = 0,
  end = 0,
}: {
  readonly warmup?: number;
  readonly end?: number;
} = {}): Schedule {
  if (!(warmup >= 0 && warmup < 1))
    throw new RangeError(`cosineDecay: expected warmup in [0, 1), got ${warmup}`);
  if (!(end >= 0 && end <= 1)) throw new RangeError(`cosineDecay: expected end in [0, 1], got ${end}`);
  return (progress) => {
    if (progress < warmup) return progress / warmup;
    const t = (progress - warmup) / (1 - warmup);
    return end + ((1 - end) * (1 + Math.cos(Math.PI * t))) / 2;
  };
}

/**
 * A fall by `factor` at each of some points of the run.
 *
 * @param at parts of the run, each in (0, 1).
 * @param factor in (0, 1]. Default 0.1.
 * @throws RangeError if one is outside its interval.
 */
export function stepDecay({
  at,
  factor = 0.1,
}: {
  readonly at: readonly number[];
  readonly factor?: number;
}): Schedule {
  const wrong = at.find((place) => !(place > 0 && place < 1));
  if (wrong !== undefined) throw new RangeError(`stepDecay: expected every place in (0, 1), got ${wrong}`);
  if (!(factor > 0 && factor <= 1))
    throw new RangeError(`stepDecay: expected factor in (0, 1], got ${factor}`);
  return (progress) => factor ** at.filter((place) => progress >= place).length;
}
