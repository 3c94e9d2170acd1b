import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSafetensors } from "@elbowjs/safetensors";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { decode, encode } from "fast-png";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Evaluation, GaussianVae } from "../src/index.js";

const program = fileURLToPath(new URL("../bin/gaussian-vae.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-vae-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder, encoding: "utf8" });
const json = <T>({ stdout, stderr, status }: SpawnSyncReturns<string>): T => {
  if (status !== 0) throw new Error(`status ${status}: ${stderr}`);
  return JSON.parse(stdout) as T;
};
const bytes = (file: string): Buffer => readFileSync(join(folder, file));

interface Trained {
  data: string;
  losses: number[];
  train?: Evaluation;
  test?: Evaluation;
}

/** A network that a test can train: one hidden layer, a batch of 20. */
const small = ["--layers", "dense", "--latent", "3", "--batch-size", "20", "--optimizer", "adam"];

/** A process each: what is a second proof of what command-line's and the model's own tests show runs among everything. */
const all = isThorough("the program: wrong data and command lines, seeds, --resume and Ctrl-C");

describe("gaussian-vae train, evaluate, sample, report on digits", () => {
  const few = ["--limit", "300"];
  let trained: SpawnSyncReturns<string>;
  beforeAll(() => {
    trained = run("train", ...few, ...small, "--epochs", "3", "--json");
  });

  it("prints JSON alone on stdout, and a line per epoch on stderr", () => {
    const { losses, test, data } = json<Trained>(trained);
    expect([data, losses.length, test?.size]).toEqual(["digits", 3, 50]);
    expect(losses[2]!).toBeLessThan(losses[0]!);
    expect(trained.stderr).toMatch(
      /^Epoch 1\/3 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4} {2}\d+\.\d s$/m,
    );
  });

  it("writes a model that GaussianVae.fromSafetensors takes, and no other file", async () => {
    expect(readdirSync(folder)).toEqual(["model.safetensors"]);
    const vae = await GaussianVae.fromSafetensors(bytes("model.safetensors"));
    expect(vae.options).toMatchObject({ latent: 3, imageShape: [28, 28, 1], dropout: 0.1 });
    vae.dispose();
  });

  it("evaluate measures what train measured", () => {
    const { test } = json<Trained>(trained);
    expect(json(run("evaluate", "model.safetensors", ...few, "--json"))).toMatchObject(test!);
    expect(run("evaluate", "model.safetensors", ...few).stdout).toContain(
      `Loss               ${test!.loss.toFixed(5)}`,
    );
  });

  it.runIf(all)("--resume ends in the bits of a training without a break", () => {
    run("train", ...few, ...small, "--epochs", "2", "--out", "two.safetensors");
    const { losses } = json<Trained>(
      run(
        "train",
        ...few,
        "--resume",
        "two.safetensors",
        "--epochs",
        "3",
        "--out",
        "three.safetensors",
        "--json",
      ),
    );
    expect(losses).toEqual(json<Trained>(trained).losses);
    expect(bytes("three.safetensors").equals(bytes("model.safetensors"))).toBe(true);
  });

  it("sample draws a sheet of PNG, the same for the same seed", () => {
    const args = ["sample", "model.safetensors", "--count", "6", "--scale", "1"];
    expect(run(...args).status).toBe(0);
    const { width, height } = decode(bytes("samples.png"));
    expect([width, height]).toEqual([6 * 30 + 2, 32]);
    if (!all) return;
    run(...args, "--out", "again.png");
    run(...args, "--out", "other.png", "--seed", "1");
    expect(bytes("again.png").equals(bytes("samples.png"))).toBe(true);
    expect(bytes("other.png").equals(bytes("samples.png"))).toBe(false);
  });

  it.runIf(all)("sample --noise 0 draws what the origin decodes to", () => {
    expect(
      run("sample", "model.safetensors", "--noise", "0", "--count", "2", "--out", "zero.png").status,
    ).toBe(0);
  });

  it("sample without a model draws by the package's own weights, --noise 0 their one image at the origin", () => {
    expect(json(run("sample", "--noise", "0", "--count", "2", "--out", "own.png", "--json"))).toMatchObject({
      model: "pretrained",
      imageShape: [28, 28, 1],
    });
  });

  it("report writes a page of its own with curve, samples, reconstructions and diagram", () => {
    const { status, stdout } = run("report", "model.safetensors", ...few, "--out", "page.html");
    expect([status, stdout.includes("Wrote page.html")]).toEqual([0, true]);
    const page = bytes("page.html").toString("utf8");
    expect(page.match(/src="data:image\/png;base64,/g)).toHaveLength(3);
    expect(page).toContain('aria-label="Loss of 3 epochs"');
    const titles = [...page.matchAll(/<svg[^>]*><title>([^<]*)/g)].map(([, title]) => title);
    expect(page).toContain('aria-label="50 images by latent units 0 and 1"');
    expect(titles[0]).toMatch(/^Encoder 28×28×1 → 784 → 360 → 3; decoder/);
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
  });
});

describe("the user's own images", () => {
  beforeAll(() => {
    for (const [name, level] of [
      ["dark", 0],
      ["light", 240],
    ] as const) {
      mkdirSync(join(folder, "png", name), { recursive: true });
      for (let i = 0; i < 6; i++) {
        const data = new Uint8Array(6 * 4).fill(level + i);
        const image = encode({ width: 6, height: 4, channels: 1, depth: 8, data });
        writeFileSync(join(folder, "png", name, `${i}.png`), image);
      }
    }
  });

  it("a folder of PNG images of another size, without a test set", () => {
    const args = ["--layers", "dense", "--latent", "2", "--batch-size", "6", "--epochs", "2"];
    const { train, test } = json<Trained>(run("train", "png", ...args, "--out", "png.safetensors", "--json"));
    expect([train?.size, test]).toEqual([12, undefined]);
    const { metadata } = readSafetensors(bytes("png.safetensors"));
    expect(JSON.parse(metadata["options"]!)).toMatchObject({ imageShape: [4, 6, 1], latent: 2 });
    if (all) expect(run("report", "png.safetensors", "png", "--out", "png.html").status).toBe(0);
  });

  it("images that the convolutions do not fit are status 1, with the remedy", () => {
    const { status, stderr } = run("train", "png");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /train: expected images that the convolutional layers fit, got 4×6 .*try --layers dense/,
    );
  });

  it.runIf(all)("a model of other images is status 1, with both shapes", () => {
    const { status, stderr } = run("evaluate", "pretrained", "png");
    expect(status).toBe(1);
    expect(stderr).toContain("expected images of shape [28, 28, 1] as the model's, got [4, 6, 1]");
  });

  it.runIf(all)("numbers above 1 are status 1, with the remedy", () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 2), }\n";
    const start = [0x93, ...Buffer.from("NUMPY"), 1, 0, header.length, 0];
    const values = Buffer.from(Float32Array.of(0, 1, 0.5, 0.25, 200, 0, 0, 0).buffer);
    writeFileSync(join(folder, "x.npy"), Buffer.concat([Buffer.from(start), Buffer.from(header), values]));
    expect(run("train", "x.npy").stderr).toContain("expected values in [0, 1], got 200");
  });
});

describe("what goes wrong", () => {
  it.each<[string[], string]>(
    [
      [["smaple"], "unknown command 'smaple' (did you mean sample?). See --help.\n"],
      [["train", "--epoch", "3"], "unknown option '--epoch' (did you mean --epochs?). See --help.\n"],
      [["train", "--dropout", "1"], "expected --dropout in [0, 1), got 1. See --help.\n"],
      [["evaluate"], "missing required argument 'model'. See --help.\n"],
      [
        ["train", "--resume", "model.safetensors", "--latent", "4"],
        "expected no --latent with --resume, whose file has it. See --help.\n",
      ],
      [
        ["sample", "--count", "1e8"],
        "expected --count to be an integer in [1, 10000], got 100000000. See --help.\n",
      ],
    ].slice(0, all ? undefined : 2) as [string[], string][],
  )("%j is one line and status 2", (args, line) => {
    expect(run(...args)).toMatchObject({ status: 2, stdout: "", stderr: line });
  });

  it("--help lists every option, on stdout, status 0", () => {
    const { status, stdout, stderr } = run("train", "--help");
    expect([status, stderr]).toEqual([0, ""]);
    for (const flag of ["--latent <n>", "--resume <file>", "--json", "--seed <n>"])
      expect(stdout).toContain(flag);
  });

  it.runIf(all)(
    "--resume with no more epochs, or without a training state, is status 1 and says so",
    async () => {
      expect(run("train", "--resume", "model.safetensors", "--epochs", "3").stderr).toContain(
        "train: expected --epochs above the 3 that model.safetensors has done, got 3",
      );
      const vae = await GaussianVae.fromSafetensors(bytes("model.safetensors"));
      writeFileSync(join(folder, "weights.safetensors"), await vae.toSafetensors());
      vae.dispose();
      expect(run("train", "--resume", "weights.safetensors").stderr).toContain(
        "got weights.safetensors without training state",
      );
    },
  );

  it.runIf(all)("--resume with other data is status 1, one line", () => {
    const { status, stderr } = run(
      ...[
        "train",
        "--limit",
        "60",
        "--resume",
        "model.safetensors",
        "--epochs",
        "4",
        "--out",
        "other.safetensors",
      ],
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/^GaussianVae\.fit: expected a checkpoint of a run with data "60x784:/m);
    expect(stderr).not.toMatch(/^ {4}at /m);
  });

  it("a model cut short is status 1 and names the file", () => {
    writeFileSync(join(folder, "short.safetensors"), bytes("model.safetensors").subarray(0, 5000));
    const { status, stderr } = run("evaluate", "short.safetensors");
    expect(status).toBe(1);
    expect(stderr).toContain("readModel: expected a model written by train, got short.safetensors");
  });

  it.runIf(all)(
    "Ctrl-C leaves the last epoch's checkpoint, from which training goes on; status 130",
    async () => {
      const args = [
        "train",
        "--limit",
        "300",
        ...small,
        "--epochs",
        "100000",
        "--out",
        "stopped.safetensors",
      ];
      const child = spawn(process.execPath, [program, ...args, "--backend", "wasm"], { cwd: folder });
      let seen = "";
      child.stderr.on("data", (text: Buffer) => {
        if (!seen.includes("Epoch 2/") && (seen += text.toString()).includes("Epoch 2/"))
          child.kill("SIGINT");
      });
      expect(await new Promise((resolve) => child.on("close", resolve))).toBe(130);
      const done = JSON.parse(readSafetensors(bytes("stopped.safetensors")).metadata["epochs"]!)
        .length as number;
      expect(done).toBeGreaterThanOrEqual(2);
      const on = run(
        ...[
          "train",
          "--limit",
          "300",
          "--resume",
          "stopped.safetensors",
          "--epochs",
          String(done + 1),
          "--json",
        ],
      );
      expect(json<Trained>(on).losses).toHaveLength(done + 1);
    },
  );
});
