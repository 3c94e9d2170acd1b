import { expect, it } from "vitest";
import { checkSchedule, cosine, geometric, scheduleData, stepwise, valueAt } from "../src/index.js";

it("cosine(from, to) goes through the middle, and rises from 0 first if told to", () => {
  const plain = cosine(1);
  expect([plain(0), plain(0.5), plain(1)]).toEqual([1, 0.5, 0]);
  const warm = cosine(2, 0.2, { warmup: 0.2 });
  expect(warm(0)).toBe(0);
  expect(warm(0.1)).toBe(1);
  expect(warm(0.2)).toBe(2);
  expect(warm(0.6)).toBeCloseTo(1.1, 12);
  expect(warm(1)).toBeCloseTo(0.2, 12);
  expect(() => cosine(1, 0, { warmup: 1 })).toThrow("cosine: expected warmup in [0, 1), got 1");
  expect(() => cosine(-1)).toThrow("cosine: expected from ≥ 0, got -1");
});

it("geometric(from, to, until) falls by a constant factor, and stays", () => {
  const schedule = geometric(8, 0.5, 0.8);
  expect(schedule(0)).toBe(8);
  expect(schedule(0.4)).toBeCloseTo(2, 12);
  expect(schedule(0.8)).toBeCloseTo(0.5, 12);
  expect(schedule(1)).toBeCloseTo(0.5, 12);
  expect(() => geometric(0, 1)).toThrow("geometric: expected from > 0, got 0");
  expect(() => geometric(1, 1, 1.5)).toThrow("geometric: expected until in (0, 1], got 1.5");
});

it("stepwise(from, { at, factor }) falls at each place", () => {
  const schedule = stepwise(1, { at: [0.5, 0.75], factor: 0.5 });
  expect([schedule(0), schedule(0.5), schedule(0.7), schedule(0.9)]).toEqual([1, 0.5, 0.5, 0.25]);
  expect(() => stepwise(1, { at: [1] })).toThrow("stepwise: expected at[0] in (0, 1), got 1");
  expect(() => stepwise(1, { at: [], factor: 0 })).toThrow("stepwise: expected factor in (0, 1], got 0");
});

it("valueAt takes a number as it is, and refuses a schedule that gives none", () => {
  expect(valueAt("fit", "learningRate", 0.1, 0.5)).toBe(0.1);
  expect(valueAt("fit", "learningRate", (t) => 2 * t, 0.5)).toBe(1);
  expect(() => valueAt("fit", "learningRate", () => Number.NaN, 0.25)).toThrow(
    "fit: expected the learningRate schedule to give finite values ≥ 0, got NaN at progress 0.25",
  );
});

it("checkSchedule(caller, name, schedule, rule) takes functions, and numbers that keep the rule", () => {
  expect(() => checkSchedule("A.fit", "temperature", cosine(1), "> 0")).not.toThrow();
  expect(() => checkSchedule("A.fit", "temperature", 2, "> 0")).not.toThrow();
  expect(() => checkSchedule("A.fit", "temperature", 0, "> 0")).toThrow(
    "A.fit: expected temperature > 0, got 0",
  );
});

it("scheduleData(caller, name, schedule) is a number, or values along the run that tell two schedules apart", () => {
  expect(scheduleData("A.fit", "learningRate", 0.5)).toBe(0.5);
  const [one, other] = [cosine(1), cosine(1, 0.001)].map((each) =>
    scheduleData("A.fit", "learningRate", each),
  );
  expect(one).toHaveLength(64);
  expect(one).not.toEqual(other);
});

it("stepwise without options, and valueAt of a caller that is no text, are refused by name", () => {
  expect(() => stepwise(1, undefined as never)).toThrow(
    new TypeError("stepwise: expected options to be an object, got undefined"),
  );
  expect(() => valueAt({} as never, "learningRate", () => Number.NaN, 0)).toThrow(
    new TypeError("valueAt: expected caller to be a string, got an object"),
  );
});
