import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { beforeAll, describe, expect, it } from "vitest";
import { type Counts, fuzz } from "./fuzz.js";
import { packageNames } from "./targets.mjs";

// ELBOW_FUZZ_SEED draws other calls; ELBOW_FUZZ_SECONDS goes on with each package for that long after the rounds that are made
// always. The same seed makes the same calls.
const seed = Number(process.env.ELBOW_FUZZ_SEED ?? 1);
const seconds = Number(process.env.ELBOW_FUZZ_SECONDS ?? 0);
const isUsual = seed === 1;
const rounds = 60;

declare module "vitest" {
  interface TaskMeta {
    fuzz?: Record<string, number>;
  }
}

/** What is not mended, with the reason, by the function that was called; what varies depends on how fast the machine is. */
const entries = JSON.parse(readFileSync(new URL("known.json", import.meta.url), "utf8")) as readonly {
  readonly reason: string;
  readonly varies?: boolean;
  readonly targets: readonly string[];
}[];
const known = new Map(
  entries.flatMap(({ reason, targets }) => targets.map((target) => [target, reason] as const)),
);
const varying = new Set(entries.flatMap(({ varies, targets }) => (varies ? targets : [])));
const isOf = (name: string, target: string): boolean =>
  new RegExp(`^(new )?${name}(/[\\w-]+)*: `).test(target);

const names = packageNames().filter((name) => name.match(process.env.ELBOW_FUZZ_PACKAGES ?? ""));
const results = new Map<string, Counts | Error>();

beforeAll(async () => {
  const waiting = [...names];
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      results.set(
        name,
        await fuzz(name, { seed, rounds, seconds, deadline: 20 }).catch((error: Error) => error),
      );
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
}, 1_800_000);

describe("fuzzer", () => {
  it.for(names)("%s", (name, { task }) => {
    const counts = results.get(name)!;
    if (counts instanceof Error) throw counts;
    const { calls, accepted, clear, raw, rawForMissing, hangs, crashes, growth, rss } = counts;
    const targetOf = (call: string): string => call.replace(/ \(.*/s, "");
    const failing = new Set([...raw.keys(), ...[...hangs, ...crashes].map(targetOf)]);
    const listed = [...known.keys()].filter((target) => isOf(name, target));
    const fresh = (target: string): boolean => !known.has(target);
    const news = {
      raw: [...raw.values()]
        .flat()
        .filter(({ target }) => fresh(target))
        .map(({ target, call, message }) => `${target} ${call}: ${message}`),
      hangs: hangs.filter((call) => fresh(targetOf(call))),
      crashes: crashes.filter((call) => fresh(targetOf(call))),
    };
    const figures = {
      calls,
      accepted,
      clear,
      raw: news.raw.length,
      hangs: news.hangs.length,
      crashes: news.crashes.length,
      missing: rawForMissing,
      known: listed.length,
      knownErrors: [...raw.values()].flat().length - news.raw.length,
      growth: Math.round(growth),
      rss: Math.round(rss),
    };
    console.log(`${name}: ${JSON.stringify(figures)}`);
    task.meta.fuzz = figures;
    expect(calls).toBeGreaterThan(0);
    expect(news).toEqual({ raw: [], hangs: [], crashes: [] });
    expect(growth, "MB of the heap and outside").toBeLessThan(100);
    // What has been mended leaves the list.
    if (isUsual) expect(listed.filter((target) => !failing.has(target) && !varying.has(target))).toEqual([]);
  });

  it("what is known is of packages that exist", () => {
    expect([...known.keys()].filter((target) => !packageNames().some((name) => isOf(name, target)))).toEqual(
      [],
    );
  });
});
