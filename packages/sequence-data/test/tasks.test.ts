import { describe, expect, it } from "vitest";
import {
  adding,
  copying,
  counting,
  digitAddition,
  embeddedReber,
  hello,
  parity,
  reversing,
  sorting,
  type TokenTask,
  temporalOrder,
} from "../src/index.js";

/** The texts of a task's inputs and targets. */
function texts({ inputs, targets, vocabulary, answers }: TokenTask): [string, string][] {
  return Array.from({ length: inputs.size }, (_, i) => [
    vocabulary.decode(inputs.row(i)),
    answers.decode(targets.row(i)),
  ]);
}

/** A mean of n draws of this deviation lies within four of its own deviations: by chance outside once in 16,000. */
const near = (mean: number, expected: number, deviation: number, n: number): void =>
  expect(Math.abs(mean - expected)).toBeLessThan((4 * deviation) / Math.sqrt(n));

it("hello() is the lecture's, and without memory the two letters after l cost 2 ln 2 / 5", () => {
  const task = hello();
  expect(texts(task)).toEqual([["hello", "ello□"]]);
  // The best a function of the letter alone can do: the frequencies of what follows it.
  const follows = new Map<number, number[]>();
  const [inputs, targets] = [task.inputs.row(0), task.targets.row(0)];
  inputs.forEach((letter, t) => {
    follows.set(letter, [...(follows.get(letter) ?? []), targets[t]!]);
  });
  let nats = 0;
  for (const next of follows.values())
    for (const letter of next)
      nats -= Math.log(next.filter((other) => other === letter).length / next.length);
  expect(task.chance.value).toBeCloseTo(nats / 5, 12);
});

describe("adding(n)", () => {
  const { inputs, targets, size, length, chance } = adding(20_000, { length: 10, seed: 3 });
  it("marks one number in each half, and asks for their sum", () => {
    for (let i = 0; i < 200; i++) {
      const marked = [...Array(length).keys()].filter((t) => inputs[2 * (i * length + t) + 1] === 1);
      expect(marked.length).toBe(2);
      expect([marked[0]! < 5, marked[1]! >= 5]).toEqual([true, true]);
      expect(targets[i]).toBe(
        Math.fround(inputs[2 * (i * length + marked[0]!)]! + inputs[2 * (i * length + marked[1]!)]!),
      );
    }
  });
  it("has a chance level of 1/6, the answer 1's mean square error", () => {
    const squares = targets.map((sum) => (sum - 1) ** 2);
    // Var of (S − 1)² for the sum of two uniforms: E(S−1)⁴ − 1/36 = 1/15 − 1/36.
    near(squares.reduce((a, b) => a + b) / size, chance.value, Math.sqrt(1 / 15 - 1 / 36), size);
  });
});

describe("temporalOrder(n)", () => {
  for (const symbols of [2, 3] as const)
    it(`${symbols} symbols: the class tells which came in which order, each as often as the others`, () => {
      const task = temporalOrder(4000, { symbols, length: 50, seed: 1 });
      const counts = new Map<string, number>();
      for (const [input, answer] of texts(task)) {
        expect(input).toMatch(/^E[abcdXY]{48}B$/);
        const order = [...input].filter((letter) => letter === "X" || letter === "Y");
        const number = Number.parseInt(order.map((letter) => (letter === "Y" ? 1 : 0)).join(""), 2);
        expect(order.length).toBe(symbols);
        expect(answer).toBe("ABCDEFGH"[number]);
        counts.set(answer, (counts.get(answer) ?? 0) + 1);
      }
      const p = task.chance.value;
      expect(counts.size).toBe(1 / p);
      for (const count of counts.values()) near(count / 4000, p, Math.sqrt(p * (1 - p)), 4000);
    });
});

it("copying(n) asks for the digits after the delay, and guessing them costs items ln symbols per sequence", () => {
  const task = copying(5, { delay: 4, items: 3, symbols: 4, seed: 2 });
  for (const [input, target] of texts(task)) {
    expect(input).toMatch(/^[1-4]{3}0000999$/);
    expect(target).toBe(`0000000${input.slice(0, 3)}`);
  }
  expect(task.chance.value).toBeCloseTo((3 * Math.log(4)) / 10, 12);
  expect(copying(1).chance.value).toBeCloseTo((10 * Math.log(8)) / 70, 12);
});

describe("embeddedReber(n)", () => {
  const task = embeddedReber(20_000, { seed: 5 });
  const { vocabulary, allowed } = task;

  it("gives strings of the grammar, as its regular expression has them", () => {
    // Reber's graph with state 2 = T·S*, 3 by P or X, loops T*, and X after V P: read off the published figure by hand.
    const three = "T*"; // state 3 on itself
    const reber = new RegExp(
      `^B(?:T S*X(?:S|X${three}V(?:V|P(?:X${three}VP)*(?:S|X${three}VV)))|P${three}V(?:V|P(?:X${three}VP)*(?:S|X${three}VV)))E$`.replaceAll(
        " ",
        "",
      ),
    );
    for (const [input, target] of texts(task).slice(0, 2000)) {
      const whole = input + target.at(-1);
      expect(input.slice(1)).toBe(target.slice(0, -1));
      expect(whole).toMatch(/^B([TP]).*\1E$/);
      expect(whole.slice(2, -2)).toMatch(reber);
    }
  });
  it("allows what comes, and costs ln 2 wherever two letters are possible: 7 ln 2 / 11 per step", () => {
    let steps = 0;
    let nats = 0;
    for (let i = 0; i < task.inputs.size; i++) {
      const targets = task.targets.row(i);
      expect(allowed[i]!.length).toBe(targets.length * vocabulary.size);
      for (let t = 0; t < targets.length; t++) {
        const row = allowed[i]!.subarray(t * vocabulary.size, (t + 1) * vocabulary.size);
        const letters = row.reduce((a, b) => a + b);
        expect(row[targets[t]!]).toBe(1);
        nats += Math.log(letters);
        steps++;
      }
    }
    near(nats / steps, task.floor.value, 0.35, steps);
    near(steps / task.inputs.size, 11, 5, task.inputs.size);
  });
});

it("counting({ from, to }) has one string per n, of which one constant end is right", () => {
  const task = counting({ from: 2, to: 4 });
  expect(texts(task)).toEqual([
    ["Saabb", "aabbT"],
    ["Saaabbb", "aaabbbT"],
    ["Saaaabbbb", "aaaabbbbT"],
  ]);
  expect(task.chance.value).toBeCloseTo(1 / 3, 12);
});

describe("digits", () => {
  it("sorting(n) asks for them in order; the best constant answer is that of all strings counted", () => {
    const [length, symbols] = [6, 3];
    const counts = new Map<string, number>();
    for (let i = 0; i < symbols ** length; i++) {
      const sorted = [...i.toString(symbols).padStart(length, "0")].sort().join("");
      counts.set(sorted, (counts.get(sorted) ?? 0) + 1);
    }
    const task = sorting(50, { length, symbols });
    for (const [input, target] of texts(task)) expect(target).toBe([...input].sort().join(""));
    expect(task.chance.value).toBeCloseTo(Math.max(...counts.values()) / symbols ** length, 12);
  });
  it("reversing(n) asks for them from behind", () => {
    const task = reversing(50, { length: 5, symbols: 4 });
    for (const [input, target] of texts(task)) expect(target).toBe([...input].reverse().join(""));
    expect(task.chance.value).toBe(4 ** -5);
  });
  it("digitAddition(n) asks for sums, whose most frequent one is 10^digits − 1", () => {
    for (const [input, target] of texts(digitAddition(50, { digits: 2 }))) {
      expect(input).toMatch(/^\d\d\+\d\d$/);
      const [a, b] = input.split("+").map(Number);
      expect(Number(target)).toBe(a! + b!);
      expect(target.length).toBe(3);
    }
    const backwards = texts(digitAddition(50, { digits: 2, reversed: true }));
    expect(backwards.map(([, target]) => [...target].reverse().join(""))).toEqual(
      texts(digitAddition(50, { digits: 2 })).map(([, target]) => target),
    );
    const sums = new Map<number, number>();
    for (let a = 0; a < 100; a++) for (let b = 0; b < 100; b++) sums.set(a + b, (sums.get(a + b) ?? 0) + 1);
    expect(digitAddition(1, { digits: 2 }).chance.value).toBeCloseTo(Math.max(...sums.values()) / 1e4, 12);
  });
  it("parity(n) asks whether the ones are odd in number", () => {
    const task = parity(2000, { length: 7 });
    for (const [input, target] of texts(task))
      expect(Number(target)).toBe([...input].filter((d) => d === "1").length % 2);
    near(texts(task).filter(([, target]) => target === "1").length / 2000, 0.5, 0.5, 2000);
    expect(task.shape).toBe("many-to-one");
  });
});

describe("every drawn task", () => {
  const draws: Record<string, (options: { seed?: number }) => unknown> = {
    adding: (options) => [...adding(5, options).inputs],
    temporalOrder: (options) => texts(temporalOrder(5, options)),
    copying: (options) => texts(copying(5, options)),
    embeddedReber: (options) => texts(embeddedReber(5, options)),
    sorting: (options) => texts(sorting(5, options)),
    digitAddition: (options) => texts(digitAddition(5, options)),
    reversing: (options) => texts(reversing(5, options)),
    parity: (options) => texts(parity(5, options)),
  };
  for (const [name, draw] of Object.entries(draws))
    it(`${name}: a function of its seed, which refuses other options`, () => {
      expect(draw({ seed: 4 })).toEqual(draw({ seed: 4 }));
      expect(draw({ seed: 4 })).not.toEqual(draw({ seed: 5 }));
      expect(() => draw({ seed: -1 })).toThrow(`${name}: expected seed to be an integer ≥ 0, got -1`);
      expect(() => draw({ seeds: 1 } as object)).toThrow(/, got seeds; did you mean seed\?$/);
    });
  it("refuses no examples, and more than memory holds", () => {
    for (const n of [0, 1.5, 1e9])
      expect(() => adding(n)).toThrow(`adding: expected n to be an integer in [1, 1048576], got ${n}`);
    expect(() => adding(1_000_000, { length: 999_999 })).toThrow(
      new RangeError("adding: expected n of at most 134 for examples of 1999998 steps, got 1000000"),
    );
    expect(() => sorting(1, { symbols: 11 })).toThrow(
      "sorting: expected symbols to be an integer in [2, 10], got 11",
    );
    expect(() => counting({ from: 5, to: 4 })).toThrow(
      "counting: expected to to be an integer in [5, 2000], got 4",
    );
  });
});
