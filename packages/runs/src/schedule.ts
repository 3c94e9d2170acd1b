import { checkKinds, checkNumbers, checkOptions, type NumberRule, refusal, shown } from "@elbowjs/arguments";

/** A number that changes over a training: its value at `progress` in [0, 1), the share of all steps already taken. */
export type Schedule = (progress: number) => number;

/**
 * Half a cosine from one value to another, after a linear rise from 0 over the first `warmup` of the run:
 * to + (from − to)·½(1 + cos πt).
 *
 * @param from value at the start (or at the end of the warm-up), ≥ 0.
 * @param to value at the end, ≥ 0. Default 0.
 * @param warmup in [0, 1). Default 0.
 * @throws RangeError if one is outside its interval.
 * @see I. Loshchilov, F. Hutter, SGDR, 2017, equation 5.
 */
export function cosine(from: number, to = 0, { warmup = 0 }: { readonly warmup?: number } = {}): Schedule {
  checkNumbers("cosine", { from: [from, "≥ 0"], to: [to, "≥ 0"], warmup: [warmup, "[0, 1)"] });
  return (progress) => {
    if (typeof progress !== "number") checkKinds("cosine", { progress: [progress, "number"] });
    if (progress < warmup) return (from * progress) / warmup;
    const t = (progress - warmup) / (1 - warmup);
    return to + ((from - to) * (1 + Math.cos(Math.PI * t))) / 2;
  };
}

/**
 * From one value to another by a constant factor per step, and there at progress `until`: from·(to/from)^(t/until).
 *
 * @param until progress in (0, 1] at which `to` is reached; it stays there. Default 1.
 * @throws RangeError if an end is not above 0.
 */
export function geometric(from: number, to: number, until = 1): Schedule {
  checkNumbers("geometric", { from: [from, "> 0"], to: [to, "> 0"], until: [until, "(0, 1]"] });
  return (progress) => from * (to / from) ** Math.min(1, progress / until);
}

/**
 * A value that is multiplied by `factor` at each of some points of the run.
 *
 * @param from value at the start, ≥ 0.
 * @param at parts of the run, each in (0, 1).
 * @param factor in (0, 1]. Default 0.1.
 * @throws RangeError if one is outside its interval.
 */
export function stepwise(
  from: number,
  options: { readonly at: readonly number[]; readonly factor?: number },
): Schedule {
  checkOptions("stepwise", options, ["at", "factor"]);
  checkKinds("stepwise", { options: [options, "object"] });
  const { at, factor = 0.1 } = options;
  checkKinds("stepwise", { at: [at, ["number"]] });
  checkNumbers("stepwise", {
    from: [from, "≥ 0"],
    factor: [factor, "(0, 1]"],
    ...Object.fromEntries(at.map((place, i) => [`at[${i}]`, [place, "(0, 1)"] as const])),
  });
  return (progress) => from * factor ** at.filter((place) => progress >= place).length;
}

/**
 * Refuses what is neither a schedule nor a number that keeps the rule.
 *
 * @throws TypeError or RangeError that names the caller.
 */
export function checkSchedule(caller: string, name: string, schedule: unknown, rule: NumberRule): void {
  if (typeof schedule !== "function") checkNumbers(caller, { [name]: [schedule, rule] });
}

/**
 * The value at `progress`; a plain number is a constant schedule.
 *
 * @throws RangeError if a schedule gives anything but a finite value ≥ 0.
 */
export function valueAt(caller: string, name: string, schedule: number | Schedule, progress: number): number {
  if (typeof schedule === "number") return schedule;
  checkKinds("valueAt", { caller: [caller, "string"], name: [name, "string"] });
  if (typeof schedule !== "function") checkKinds(caller, { [name]: [schedule, "function"] });
  const value = schedule(progress);
  if (!(typeof value === "number" && value >= 0 && value < Number.POSITIVE_INFINITY))
    throw refusal(
      new RangeError(
        `${caller}: expected the ${name} schedule to give finite values ≥ 0, got ${shown(value)} at progress ${shown(progress)}`,
      ),
    );
  return value;
}

/** Places at which a schedule is looked at to tell it from another one. */
const looks = 64;

/** A schedule as plain data that tells it from other ones: a number, or its values along the run. */
export function scheduleData(
  caller: string,
  name: string,
  schedule: number | Schedule,
): number | readonly number[] {
  if (typeof schedule === "number") return schedule;
  return Array.from({ length: looks }, (_, i) => valueAt(caller, name, schedule, i / looks));
}
