import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors, type SafetensorsFile } from "@elbowjs/safetensors";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { KMeansNetwork } from "../src/index.js";

const program = fileURLToPath(new URL("../bin/kmeans-nn.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-kmeans-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8" });
const json = <T>({ stdout, stderr, status }: SpawnSyncReturns<string>): T => {
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
};

interface Measured {
  samples: number;
  loss: number;
  inertia: number;
  counts: number[];
  labelled?: { purity: number; table: number[][]; classNames: string[] };
}

/** An array as numpy.save writes it, version 1. */
function npy(descr: string, shape: number[], values: Uint8Array | Float64Array): Buffer {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const padded = text.padEnd(Math.ceil((10 + text.length + 1) / 64) * 64 - 11) + "\n";
  const start = Buffer.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    padded.length & 255,
    padded.length >> 8,
  ]);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  return Buffer.concat([start, Buffer.from(padded, "latin1"), bytes]);
}

/** A process each: what is a second proof of what command-line's and the network's own tests show runs among everything. */
const all = isThorough("the program: formats of data, wrong command lines, signals, seeds and resuming");

describe("kmeans-nn train, evaluate, report on digits", () => {
  let trained: SpawnSyncReturns<string>;
  beforeAll(() => {
    trained = run("train", "--limit", "1200", "--epochs", "2", "--json");
  });

  it("prints JSON alone on stdout, and a line per epoch on stderr", () => {
    const { losses, test, data } = json<{ losses: number[]; test: Measured; data: string }>(trained);
    expect(data).toBe("digits");
    expect(losses).toHaveLength(2);
    expect(losses[1]!).toBeLessThan(losses[0]!);
    expect(test.samples).toBe(200);
    expect(trained.stderr).toMatch(
      /^Epoch 1\/2 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4} {2}\d+\.\d s$/m,
    );
  });

  it("writes a model that KMeansNetwork.fromJSON takes, and no other file", () => {
    expect(readdirSync(folder)).toEqual(["model.json"]);
    const net = KMeansNetwork.fromJSON(JSON.parse(readFileSync(join(folder, "model.json"), "utf8")));
    expect([net.k, net.features]).toEqual([10, 784]);
    net.dispose();
  });

  it("evaluate measures what train measured", () => {
    const { test } = json<{ test: Measured }>(trained);
    const again = json<Measured>(run("evaluate", "model.json", "--limit", "1200", "--json"));
    expect(again).toMatchObject(test);
    const { table, purity } = again.labelled!;
    const largest = table[0]!.map((_, i) => Math.max(...table.map((row) => row[i]!)));
    expect(purity).toBeCloseTo(largest.reduce((a, b) => a + b, 0) / 200, 12);
  });

  it("report writes a page of its own with the centres", () => {
    const { status, stdout } = run("report", "model.json", "--limit", "1200", "--out", "page.html");
    expect([status, stdout.includes("Wrote page.html")]).toEqual([0, true]);
    const page = readFileSync(join(folder, "page.html"), "utf8");
    expect(page).toContain("data:image/png;base64,");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    const { labelled } = json<Measured>(run("evaluate", "model.json", "--limit", "1200", "--json"));
    const counts = labelled!.table.map((row, i) => `${i}: ${row.join(" ")}`).join("; ");
    expect(page).toContain(`aria-label="${counts}"`);
  });

  it.runIf(all)("the same seed writes the same model", () => {
    run("train", "--limit", "1200", "--epochs", "2", "--out", "again.json");
    expect(readFileSync(join(folder, "again.json"))).toEqual(readFileSync(join(folder, "model.json")));
  });
});

describe("the user's own data", () => {
  const ask = [
    "--k",
    "2",
    "--batch-size",
    "6",
    "--epochs",
    "30",
    "--eta",
    "0.5",
    "--reduction",
    "batch",
    "--gradient",
    "hard",
    "--json",
  ];
  const corners = Float64Array.of(0, 0, 0, 1, 1, 0, 8, 8, 8, 9, 9, 8);

  it("a .npy file of float64: the README's six points and their inertia, by hand 8/3", () => {
    writeFileSync(join(folder, "points.npy"), npy("<f8", [6, 2], corners));
    const { train } = json<{ train: Measured }>(run("train", "points.npy", ...ask, "--out", "points.json"));
    expect([...train.counts].sort()).toEqual([3, 3]);
    expect(train.inertia).toBeCloseTo(8 / 3, 4);
    expect(train.labelled).toBeUndefined();
  });

  it.runIf(all)("a folder of NPY files with labels and a test set", () => {
    mkdirSync(join(folder, "npy"));
    for (const set of ["train", "test"]) {
      writeFileSync(join(folder, "npy", `${set}-images.npy`), npy("<f8", [6, 2], corners));
      writeFileSync(
        join(folder, "npy", `${set}-labels.npy`),
        npy("|u1", [6], Uint8Array.of(0, 0, 0, 1, 1, 1)),
      );
    }
    const { test } = json<{ test: Measured }>(run("train", "npy", ...ask, "--out", "points.json"));
    expect(test.labelled?.purity).toBe(1);
  });

  it.runIf(all)("a folder of IDX files of 3×2 images", () => {
    mkdirSync(join(folder, "idx"));
    const pixels = Array.from({ length: 6 }, (_, i) => new Array<number>(6).fill(i < 3 ? i : 250 + i)).flat();
    writeFileSync(
      join(folder, "idx", "train-images-idx3-ubyte"),
      Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 3, 0, 0, 0, 2, ...pixels),
    );
    writeFileSync(
      join(folder, "idx", "train-labels-idx1-ubyte"),
      Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 6, 0, 0, 0, 1, 1, 1),
    );
    const { train } = json<{ train: Measured }>(run("train", "idx", ...ask, "--out", "idx.json"));
    expect(train.labelled).toMatchObject({ purity: 1, classNames: ["0", "1"] });
  });

  it("a folder of PNG images, a folder per class", () => {
    for (const [name, level] of [
      ["dark", 0],
      ["light", 240],
    ] as const) {
      mkdirSync(join(folder, "png", name), { recursive: true });
      for (let i = 0; i < 3; i++) {
        const data = new Uint8Array(5 * 4).fill(level + i);
        writeFileSync(
          join(folder, "png", name, `${i}.png`),
          encode({ width: 5, height: 4, channels: 1, depth: 8, data }),
        );
      }
    }
    const { train } = json<{ train: Measured }>(run("train", "png", ...ask, "--out", "png.json"));
    expect(train.labelled).toMatchObject({ purity: 1, classNames: ["dark", "light"] });
    if (!all) return;
    const { status } = run("report", "png.json", "png", "--out", "png.html");
    expect([status, existsSync(join(folder, "png.html"))]).toEqual([0, true]);
  });
});

describe("what goes wrong", () => {
  it.each<[string[], string]>(
    [
      [["tran"], "unknown command 'tran' (did you mean train?). See --help.\n"],
      [["train", "--epoch", "3"], "unknown option '--epoch' (did you mean --epochs?). See --help.\n"],
      [["train", "--epochs", "3.5"], "expected --epochs to be an integer ≥ 1, got 3.5. See --help.\n"],
      [["train", "--eta=0"], "expected --eta > 0, got 0. See --help.\n"],
      [["evaluate"], "missing required argument 'model'. See --help.\n"],
      [
        ["train", "--init", "kmeans++"],
        "expected --init to be one of 'digit-images', 'uniform', 'samples', 'k-means++', got \"kmeans++\"; did you mean 'k-means++'? See --help.\n",
      ],
    ].slice(0, all ? undefined : 2) as [string[], string][],
  )("%j is one line and status 2", (args, line) => {
    expect(run(...args)).toMatchObject({ status: 2, stdout: "", stderr: line });
  });

  it("--help lists every option, on stdout, status 0", () => {
    const { status, stdout, stderr } = run("train", "--help");
    expect([status, stderr]).toEqual([0, ""]);
    for (const flag of ["--k <n>", "--eta <n>", "--json", "--seed <n>"]) expect(stdout).toContain(flag);
  });

  it("data that are not there are status 1 and name what there is", () => {
    const { status, stderr } = run("train", "dgits");
    expect(status).toBe(1);
    expect(stderr).toContain("(did you mean digits?)");
  });

  it("a model cut short is status 1 and names the file", () => {
    writeFileSync(join(folder, "short.json"), '{"format":"elbow-kmeans-n');
    const { status, stderr } = run("evaluate", "short.json");
    expect(status).toBe(1);
    expect(stderr).toContain("readModel: expected a model written by train, got short.json");
  });

  it("a .npy file cut short is status 1 and says so", () => {
    const whole = npy("<f8", [6, 2], new Float64Array(12));
    writeFileSync(join(folder, "short.npy"), whole.subarray(0, whole.length - 8));
    expect(run("train", "short.npy").stderr).toContain(
      "parseNpy: short.npy: expected 224 bytes for float64 of [6,2], got 216; is the file cut short?",
    );
  });

  it.runIf(all)(
    "--resume goes on from the last epoch of a training that was killed, to the same bits; not with other data",
    async () => {
      const args = ["train", "--limit", "1200", "--epochs", "60", "--out"];
      const child = spawn(process.execPath, [program, ...args, "killed.safetensors"], { cwd: folder });
      let seen = "";
      child.stderr.on("data", (text: Buffer) => {
        if (!seen.includes("Epoch 3/") && (seen += text.toString()).includes("Epoch 3/"))
          child.kill("SIGKILL");
      });
      await new Promise((resolve) => child.on("close", resolve));
      const resume = ["--resume", "killed.safetensors"];
      const stopped = readFileSync(join(folder, "killed.safetensors"));
      const { losses } = json<{ losses: number[] }>(run(...args, "killed.safetensors", ...resume, "--json"));
      expect(losses).toHaveLength(60);
      run(...args, "whole.safetensors");
      const weights = ({ tensors }: SafetensorsFile) => tensors.get("centers")!.values;
      const file = (name: string) => readSafetensors(readFileSync(join(folder, name)));
      expect(weights(file("killed.safetensors"))).toEqual(weights(file("whole.safetensors")));
      expect(run("evaluate", "killed.safetensors", "--limit", "60").status).toBe(0);

      writeFileSync(join(folder, "killed.safetensors"), stopped);
      const other = ["--seed", "1", ...resume];
      expect(run(...args, "killed.safetensors", ...other).stderr).toContain(
        "of a run with seed 1, got one with 0",
      );
      const pixels = new Uint8Array(1200 * 784).map((_, i) => i % 251);
      writeFileSync(join(folder, "other.npy"), npy("|u1", [1200, 28, 28], pixels));
      const { status, stderr } = run(
        "train",
        "other.npy",
        "--epochs",
        "60",
        ...resume,
        "--out",
        "other.safetensors",
      );
      expect(status).toBe(1);
      expect(stderr).toMatch(/^KMeansNetwork\.fit: expected a checkpoint of a run with data "1200x784:/m);
      expect(stderr).not.toMatch(/^ {4}at /m);
    },
  );

  it("more centres than samples are one line, not a stack", () => {
    const { status, stderr } = run("train", "--limit", "60", "--k", "100");
    expect([status, stderr.trim().split("\n").length]).toEqual([1, 3]);
    expect(stderr).toContain("KMeansNetwork.init: expected at least k = 100 samples for 'k-means++', got 60");
  });

  it.runIf(all).each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s writes the model reached by then, status %i", async (signal, expected) => {
    const args = ["train", "--limit", "1200", "--epochs", "100000", "--out", `${signal}.json`];
    const child = spawn(process.execPath, [program, ...args], { cwd: folder });
    let seen = "";
    child.stderr.on("data", (text: Buffer) => {
      if (!seen.includes("Epoch 2/") && (seen += text.toString()).includes("Epoch 2/")) child.kill(signal);
    });
    const status = await new Promise((resolve) => child.on("close", resolve));
    expect(status).toBe(expected);
    expect(run("evaluate", `${signal}.json`, "--limit", "60").status).toBe(0);
  });

  it.runIf(all)("a reader of stderr that goes away loses no training", async () => {
    const args = ["train", "--limit", "1200", "--epochs", "40", "--out", "unread.json"];
    const child = spawn(process.execPath, [program, ...args], { cwd: folder });
    child.stderr.once("data", () => child.stderr.destroy());
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
    expect(run("evaluate", "unread.json", "--limit", "60").status).toBe(0);
  });

  it.runIf(existsSync("/dev/full"))("a result that cannot be printed is status 1", () => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(
      process.execPath,
      [program, "evaluate", "model.json", "--limit", "60", "--json"],
      { cwd: folder, encoding: "utf8", stdio: ["ignore", full, "pipe"] },
    );
    closeSync(full);
    expect(status).toBe(1);
    expect(stderr).toContain("expected to print the result, got ENOSPC");
  });

  it("a model.json of somebody else's stays as it is, and the training does not begin; --force replaces it", () => {
    const mine = join(folder, "mine.json");
    writeFileSync(mine, '{"mine":1}');
    const { status, stderr } = run("train", "--limit", "60", "--epochs", "1", "--out", "mine.json");
    expect([status, readFileSync(mine, "utf8")]).toEqual([1, '{"mine":1}']);
    expect(stderr).toMatch(/^--out: expected a new file .* got mine\.json, which is another's; .*--force\n$/);
    expect(run("train", "--limit", "60", "--epochs", "1", "--out", "mine.json", "--force").status).toBe(0);
    expect(readFileSync(mine, "utf8")).toContain("elbow-kmeans-network");
  });

  it("--out - is the model alone on stdout", () => {
    const { status, stdout, stderr } = run("train", "--limit", "60", "--epochs", "1", "--out", "-");
    expect([status, stderr.includes("Wrote -")]).toEqual([0, true]);
    KMeansNetwork.fromJSON(JSON.parse(stdout)).dispose();
  });
});
