import { execFileSync, type SpawnSyncReturns, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ground, leave, tarballsOf } from "./stranger.js";

const all = isThorough("npx from packed tarballs");

afterAll(leave);

/** A training that takes a second, and what comes of it. */
const programs = {
  "kmeans-nn": { model: "model.json", train: ["--epochs", "2"], commands: ["train", "evaluate", "report"] },
  "gaussian-vae": {
    model: "model.safetensors",
    train: ["--epochs", "2", "--layers", "dense", "--optimizer", "adam"],
    commands: ["train", "evaluate", "sample", "report"],
  },
};

describe.runIf(all).each(Object.entries(programs))(
  "somebody who has nothing runs npx @elbowjs/%s",
  (name, { model, train, commands }) => {
    const folder = join(ground, `npx-${name}`);
    // npx keeps what it installs in npm's cache; this one goes with the test, and what was downloaded before serves it.
    const cache = join(ground, `npm-cache-${name}`);
    let trained: SpawnSyncReturns<string>;
    beforeAll(() => {
      mkdirSync(folder, { recursive: true });
      const known = execFileSync("npm", ["config", "get", "cache"], { encoding: "utf8" }).trim();
      mkdirSync(join(known, "_cacache"), { recursive: true });
      mkdirSync(cache);
      symlinkSync(join(known, "_cacache"), join(cache, "_cacache"));
      const packages = tarballsOf(name).map((tarball) => `--package=${tarball}`);
      const options = ["--yes", "--prefer-offline", "--loglevel=error", `--cache=${cache}`];
      const command = ["--", name, "train", "--limit", "120", ...train, "--json"];
      trained = spawnSync("npm", ["exec", ...options, ...packages, ...command], {
        cwd: folder,
        encoding: "utf8",
      });
    }, 300_000);

    /** What npx has installed and runs, without the seconds in which it finds out that nothing is missing. */
    const again = (...args: string[]): SpawnSyncReturns<string> => {
      const [place] = readdirSync(join(cache, "_npx"));
      const bin = join(cache, "_npx", place!, "node_modules", ".bin", name);
      return spawnSync(bin, args, { cwd: folder, encoding: "utf8" });
    };

    it("trains, with JSON alone on stdout", () => {
      expect({ status: trained.status, stderr: trained.stderr }).toMatchObject({ status: 0 });
      const { losses } = JSON.parse(trained.stdout) as { losses: number[] };
      expect(losses[1]).toBeLessThan(losses[0]!);
    });

    it("evaluates to what the training measured, and writes a page", () => {
      const { test } = JSON.parse(trained.stdout) as { test: object };
      expect(JSON.parse(again("evaluate", model, "--limit", "120", "--json").stdout)).toMatchObject(test);
      expect(again("report", model, "--limit", "120").status).toBe(0);
      expect(readFileSync(join(folder, "report.html"), "utf8")).toContain("data:image/png;base64,");
    });

    it.runIf(commands.includes("sample"))("draws digits by the weights of the package", () => {
      expect(again("sample").status).toBe(0);
      expect([...readFileSync(join(folder, "samples.png")).subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
    });

    it("--help names every command, status 0; a wrong one is one line, status 2", () => {
      const { status, stdout } = again("--help");
      expect(status).toBe(0);
      for (const command of commands) expect(stdout).toMatch(new RegExp(`^ {2}${command} `, "m"));
      expect(again("trian")).toMatchObject({
        status: 2,
        stderr: "unknown command 'trian' (did you mean train?). See --help.\n",
      });
    });
  },
);
