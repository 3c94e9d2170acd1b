import { checkNumbers, type NumberRule } from "@elbowjs/arguments";

/**
 * A number that changes over a training: its value at `progress` in [0, 1), the share of all steps already taken.
 */
export type Schedule = (progress: number) => number;

/** Falls (or rises) along half a cosine: to + (from − to)·½(1 + cos πt). */
export function cosine(from: number, to: number): Schedule {
  checkNumbers("cosine", { from: [from, "finite"], to: [to, "finite"] });
  return (progress) => to + ((from - to) * (1 + Math.cos(Math.PI * progress))) / 2;
}

/**
 * Goes from `from` to `to` by a constant factor per step and is there at progress `until`: from·(to/from)^(t/until).
 *
 * @param until Progress in (0, 1] at which `to` is reached; it stays there. Default 1.
 * @throws RangeError if an end is not above 0.
 */
export function geometric(from: number, to: number, until: number = 1): Schedule {
  checkNumbers("geometric", { from: [from, "> 0"], to: [to, "> 0"], until: [until, "(0, 1]"] });
  return (progress) => from * (to / from) ** Math.min(1, progress / until);
}

/** Throws unless it is a function, or a number that keeps the rule. */
export function checkSchedule(caller: string, name: string, schedule: unknown, rule: NumberRule): void {
  if (typeof schedule !== "function") checkNumbers(caller, { [name]: [schedule, rule] });
}

/** Places at which a schedule is looked at to tell it from another one. */
const LOOKS = 64;

/** A schedule as plain data that tells it from others: a number, or its values along the run. */
export function scheduleData(
  caller: string,
  name: string,
  schedule: number | Schedule,
): number | readonly number[] {
  if (typeof schedule === "number") return schedule;
  return Array.from({ length: LOOKS }, (_, i) => valueAt(caller, name, schedule, i / LOOKS));
}

/**
 * The value at `progress`; a plain number is a constant schedule.
 *
 * @throws RangeError if a schedule gives anything but a finite value ≥ 0.
 */
export function valueAt(caller: string, name: string, schedule: number | Schedule, progress: number): number {
  if (typeof schedule === "number") return schedule;
  const value = schedule(progress);
  if (!(value >= 0 && value < Infinity))
    throw new RangeError(
      `${caller}: expected the ${name} schedule to give finite values ≥ 0, got ${value} at progress ${progress}`,
    );
  return value;
}
