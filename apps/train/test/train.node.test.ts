import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const program = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "elbow-train-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...flags: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [program, ...flags], { encoding: "utf8" });

/** A process each, of what command-line's own tests show. */
const all = isThorough("npm start: a second seed, SIGTERM, more wrong command lines");

/** What report.json holds of every model. */
interface Report {
  readonly format: string;
  readonly model: string;
  readonly interrupted: boolean;
  readonly images: { readonly train: number; readonly test: number };
  readonly settings: Readonly<Record<string, unknown>>;
  readonly history: {
    readonly steps: readonly number[];
    readonly epochs: readonly {
      readonly loss: number;
      readonly seconds: number;
      readonly validation: { readonly loss: number };
    }[];
  };
  readonly test: { readonly loss: number };
  readonly timings: Readonly<Record<string, number>>;
}

/** And what it holds of k-means. */
interface KMeansReport extends Report {
  readonly table: readonly (readonly number[])[];
  readonly metrics: { readonly purity: number };
}

const readReport = (out: string): KMeansReport =>
  JSON.parse(readFileSync(join(out, "report.json"), "utf8")) as KMeansReport;

describe("npm start -- --epochs 2 --limit 1200", () => {
  const out = join(folder, "digits");
  let done: SpawnSyncReturns<string>;
  beforeAll(() => {
    done = run("--epochs", "2", "--limit", "1200", "--out", out);
  });

  it("prints the table and the measures on stdout, and a line per epoch on stderr", () => {
    expect(done.status).toBe(0);
    expect(done.stderr).toMatch(/Epoch 1\/2 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4}/);
    expect(done.stderr).toMatch(/Epoch 2\/2/);
    expect(done.stdout).toContain("1200 training samples: class (row), nearest centre (column)");
    expect(done.stdout).toMatch(/Purity +\d/);
  });

  it("writes report.json, complete and consistent", () => {
    const report = readReport(out);
    expect(report).toMatchObject({
      format: "elbow-report",
      model: "k-means",
      dataset: "digits",
      interrupted: false,
      images: { train: 1200, test: 200 },
    });
    expect(report.history.steps).toHaveLength(2 * Math.ceil(1200 / 64));
    expect(report.history.epochs).toHaveLength(2);
    expect(report.history.epochs[1]!.validation.loss).toBe(report.test.loss);
    expect(report.test.loss).toBeLessThan(report.history.epochs[0]!.validation.loss);
    expect(report.table.flat().reduce((a, b) => a + b, 0)).toBe(1200);
    const largest = report.table[0]!.map((_, j) => Math.max(...report.table.map((row) => row[j]!)));
    expect(report.metrics.purity).toBeCloseTo(largest.reduce((a, b) => a + b, 0) / 1200, 12);
  });

  it("counts all seconds by one clock: the epochs' are those printed, and the parts add up", () => {
    const { timings, history } = readReport(out);
    const epochs = history.epochs.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(timings["epochs"]).toBeCloseTo(epochs, 6);
    const printed = [...done.stdout.matchAll(/ {2}(\d+\.\d\d) s$/gm)].map(([, text]) => Number(text));
    const all = printed.pop()!;
    expect(printed).toHaveLength(6);
    expect(printed.reduce((a, b) => a + b, 0)).toBeCloseTo(all, 1);
    expect(Object.values(timings).reduce((a, b) => a + b, 0)).toBeCloseTo(all, 2);
  });

  it("writes a page that needs no other file, and the centres as PNG", () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    const { table } = readReport(out);
    expect(page).toContain(`aria-label="${table.map((row, i) => `${i}: ${row.join(" ")}`).join("; ")}"`);
    expect(page).toContain("<svg");
    expect([...readFileSync(join(out, "centers.png")).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  });

  it.runIf(all)("gives the same report for the same seed, and another one for another", () => {
    const [again, other] = [join(folder, "again"), join(folder, "other")];
    run("--epochs", "2", "--limit", "1200", "--out", again);
    run("--epochs", "2", "--limit", "1200", "--seed", "1", "--out", other);
    const { history, table, test } = readReport(again);
    expect(history.steps).toEqual(readReport(out).history.steps);
    expect({ table, test }).toEqual({ table: readReport(out).table, test: readReport(out).test });
    expect(readReport(other).test.loss).not.toBe(test.loss);
  });
});

describe("npm start -- vae --epochs 2 --limit 600", () => {
  const out = join(folder, "vae");
  let done: SpawnSyncReturns<string>;
  beforeAll(() => {
    done = run("vae", "--epochs", "2", "--limit", "600", "--out", out);
  });

  it("prints the terms of the loss on stdout, and a line per epoch on stderr", () => {
    expect(done.status).toBe(0);
    expect(done.stderr).toMatch(/Epoch 2\/2 {2}training loss 0\.\d{4} {2}test loss 0\.\d{4}/);
    expect(done.stdout).toMatch(/Negative ELBO +\d+\.\d\d nats per image/);
  });

  it("writes a consistent report with the settings of the source", () => {
    const report = readReport(out) as unknown as Report & {
      test: { latentTerm: number; reconstructionTerm: number };
    };
    expect(report.model).toBe("vae");
    expect(report.settings).toMatchObject({
      latent: 10,
      optimizer: "sgd",
      batchSize: 64,
    });
    expect(report.history.steps).toHaveLength(2 * Math.ceil(600 / 64));
    expect(report.test.latentTerm + report.test.reconstructionTerm).toBeCloseTo(report.test.loss, 9);
    expect(report.history.epochs[1]!.loss).toBeLessThan(report.history.epochs[0]!.loss);
  });

  it("writes a page with samples of each epoch, reconstructions and the diagram, that needs no other file", () => {
    const page = readFileSync(join(out, "report.html"), "utf8");
    expect(page).not.toMatch(/<script|<link|(src|href)="(?!data:)/);
    expect(page.match(/<img /g)).toHaveLength(2 + 1 + 2);
    expect(page).toContain("ConvTranspose2d");
  });
});

it.each(
  (
    [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const
  ).slice(0, all ? 2 : 1),
)("%s leaves a valid partial report and status %i", async (signal, expected) => {
  const out = join(folder, signal);
  const child = spawn(process.execPath, [program, "--epochs", "2000", "--limit", "1200", "--out", out]);
  const status = await new Promise<number | null>((resolve) => {
    let seen = "";
    child.stderr.on("data", (text: Buffer) => {
      if (!seen.includes("Epoch 2/") && (seen += text.toString()).includes("Epoch 2/")) child.kill(signal);
    });
    child.on("exit", resolve);
  });
  expect(status).toBe(expected);
  const report = readReport(out);
  expect(report.interrupted).toBe(true);
  expect(report.history.epochs.length).toBeGreaterThanOrEqual(2);
  expect(report.history.epochs.length).toBeLessThan(2000);
  expect(report.table.flat().reduce((a, b) => a + b, 0)).toBe(1200);
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Stopped early");
});

it("a report.html of somebody else's is not replaced, and nothing is trained", () => {
  const out = join(folder, "theirs");
  mkdirSync(out);
  writeFileSync(join(out, "report.html"), "<p>mine");
  const { status, stderr } = run("--limit", "60", "--epochs", "1", "--out", out);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^--out: .*report\.html, which is another's/);
  expect(readdirSync(out)).toEqual(["report.html"]);
});

describe("a wrong command line is one line on stderr and status 2", () => {
  it.each<[string[], string]>(
    [
      [["--epoch", "3"], "unknown option '--epoch' (did you mean --epochs?). See --help.\n"],
      [["--epochs", "0"], "expected --epochs to be an integer ≥ 1, got 0. See --help.\n"],
      [["--eta", "fast"], 'expected --eta to be a number > 0, got "fast". See --help.\n'],
      [
        ["--dataset", "cifar"],
        "expected --dataset to be one of 'digits', 'mnist', 'fashion-mnist', 'auto', got \"cifar\". See --help.\n",
      ],
      [["vea"], "unknown command 'vea' (did you mean vae?). See --help.\n"],
      [["vae", "--k", "3"], "unknown option '--k'. See --help.\n"],
    ].slice(0, all ? undefined : 2) as [string[], string][],
  )("%j", (flags, message) => {
    const { status, stderr, stdout } = run(...flags);
    expect({ status, stderr, stdout }).toEqual({ status: 2, stderr: message, stdout: "" });
  });
});

it("--help names every model", () => {
  const { status, stdout } = run("--help");
  expect(status).toBe(0);
  for (const model of ["k-means", "vae"]) expect(stdout).toContain(`\n  ${model} `);
});

const common = [
  "dataset",
  "data-dir",
  "limit",
  "epochs",
  "eta",
  "batch-size",
  "seed",
  "backend",
  "out",
  "force",
];
it.each([
  ["k-means", ["init", "k", "temperature", "reduction", "gradient", "update", "revive"]],
  ["vae", ["latent", "layers", "dropout", "optimizer"]],
])("%s --help names every flag", (model, flags) => {
  const { status, stdout } = run(model, "--help");
  expect(status).toBe(0);
  for (const flag of [...common, ...flags]) expect(stdout).toMatch(new RegExp(`^ {2}--${flag} `, "m"));
});

it("a damaged file of data is a typed error that names it, and leaves no report", () => {
  const out = join(folder, "nothing");
  const dataDir = mkdtempSync(join(folder, "data-"));
  for (const set of ["train", "t10k"])
    for (const kind of ["images-idx3", "labels-idx1"])
      writeFileSync(join(dataDir, `${set}-${kind}-ubyte`), "no IDX file");
  const { status, stderr } = run("--dataset", "mnist", "--data-dir", dataDir, "--out", out);
  expect(status).toBe(1);
  expect(stderr).toMatch(/^openDataset: .*-ubyte/m);
  expect(existsSync(out)).toBe(false);
});
