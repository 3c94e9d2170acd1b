import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { age, folder, node, programs, start } from "./child.js";

const place = folder();
afterAll(() => place.remove());

const cases = [
  {
    name: "the model of `kmeans-nn train`",
    args: (out: string): string[] => [
      programs.kmeans,
      "train",
      "--limit",
      "300",
      "--epochs",
      "1",
      "--out",
      join(out, "model.json"),
    ],
    file: "model.json",
  },
  {
    name: "the report of `npm start`",
    args: (out: string): string[] => [programs.train, "--limit", "300", "--epochs", "1", "--out", out],
    file: "report.json",
  },
];

for (const { name, args, file } of cases)
  describe(name, () => {
    const out = join(place.path, file.split(".")[0]!);
    const content = (): string => readFileSync(join(out, file), "utf8");
    const unfinished = (): string[] => readdirSync(out).filter((name) => name.endsWith(".tmp"));

    beforeAll(() => {
      mkdirSync(out, { recursive: true });
      expect(node(args(out)).status).toBe(0);
    });

    for (const dieIn of ["write", "rename"] as const)
      it(`process killed in the ${dieIn}: the old file stays whole, the next run replaces it, and removes a draft that is old`, () => {
        const before = content();
        const seed = dieIn === "write" ? "1" : "5";
        expect(node([...args(out), "--seed", seed], { dieIn }).signal).toBe("SIGKILL");
        expect(content()).toBe(before);
        expect(age(out, ".tmp")).toBe(1);
        expect(node([...args(out), "--seed", seed]).status).toBe(0);
        expect(unfinished()).toEqual([]);
        expect(content()).not.toBe(before);
        JSON.parse(content());
      });

    it("file too large for its limit: status 1, the error names it, the old file stays whole", () => {
      const before = content();
      const { status, stderr } = node([...args(out), "--seed", "2"], { diskKiB: 1 });
      expect(status).toBe(1);
      expect(stderr).toMatch(/EFBIG|ENOSPC/);
      expect(content()).toBe(before);
    });

    it("two processes at once: the file is one of theirs, whole", async () => {
      const before = unfinished();
      const runs = ["3", "4"].map((seed) => start([...args(out), "--seed", seed]).done);
      for (const { status } of await Promise.all(runs)) expect(status).toBe(0);
      JSON.parse(content());
      expect(unfinished()).toEqual(before);
    });
  });
