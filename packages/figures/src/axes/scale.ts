import { ticks as roundTicks } from "d3-array";
import { decadeText, tickTexts } from "./tick-text.js";

/** A value marked on an axis, and how it is written. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** From data to pixels along one direction. */
export interface Scale {
  readonly type: "linear" | "log";
  /** What the axis shows, lowest and highest. */
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** The pixel of a value; NaN where the axis has no place for it. */
  readonly toPixels: (value: number) => number;
}

/** What an axis counts in. */
export interface ScaleOptions {
  readonly type: "linear" | "log";
  readonly domain: readonly [number, number];
  /** Pixels of the domain's two ends. */
  readonly range: readonly [number, number];
  /** About how many ticks. */
  readonly ticks: number;
  /** Names of 0, 1, 2, …, which then are the ticks. */
  readonly categories: readonly string[] | undefined;
}

/** A linear or logarithmic scale with its ticks. */
export function createScale({ type, domain, range, ticks, categories }: ScaleOptions): Scale {
  const place = type === "log" ? Math.log10 : (value: number): number => value;
  const [a, b] = [place(domain[0]), place(domain[1])];
  const [from, to] = range;
  return {
    type,
    domain,
    ticks: categories
      ? categories.map((text, value) => ({ value, text }))
      : type === "log"
        ? logTicks(domain, ticks)
        : linearTicks(domain, ticks),
    toPixels: (value) => from + ((place(value) - a) / (b - a)) * (to - from),
  };
}

function linearTicks([low, high]: readonly [number, number], count: number): Tick[] {
  const values = roundTicks(low, high, count);
  const texts = tickTexts(values);
  return values.map((value, i) => ({ value, text: texts[i]! }));
}

/** Powers of ten, every n-th where there are many; within two decades also their doubles and fives. */
function logTicks(domain: readonly [number, number], count: number): Tick[] {
  const [low, high] = domain;
  const exponents = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)] as const;
  const decades = exponents[1] - exponents[0] + 1;
  if (decades < 2) {
    const steps = Array.from({ length: decades + 2 }, (_, i) => exponents[0] - 1 + i)
      .flatMap((exponent) => [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)))
      .filter((value) => value >= low && value <= high);
    return steps.length >= 2
      ? steps.map((value) => ({ value, text: tickTexts([value])[0]! }))
      : linearTicks(domain, count);
  }
  const every = Math.max(1, Math.ceil(decades / Math.max(2, count)));
  return Array.from({ length: decades }, (_, i) => exponents[0] + i)
    .filter((exponent) => exponent % every === 0)
    .map((exponent) => ({ value: Number(`1e${exponent}`), text: decadeText(exponent, exponents) })); // 10 ** −5 is not 1e-5
}
