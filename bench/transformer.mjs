// nanoGPT's CPU setting side by side with PyTorch: 4 layers, 4 heads, width 128, context 64, batches of 12, from the same weights on
// the same batches.
//
//   npm run bench -- transformer [--steps 100] [--width 128] [--layers 4] [--batch 12] [--python /usr/bin/python3] [--cache]
//
// Says the time of a step on both sides (medians), the ratio, and how far the losses are apart. `--cache` times 1,000 tokens in a
// context of 256 with and without the cache of keys and values instead. Run it on an idle machine.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { Decoder } from "@elbowjs/transformer";

const { values } = parseArgs({
  options: {
    steps: { type: "string", default: "100" },
    width: { type: "string", default: "128" },
    layers: { type: "string", default: "4" },
    batch: { type: "string", default: "12" },
    context: { type: "string", default: "64" },
    python: { type: "string", default: "/usr/bin/python3" },
    cache: { type: "boolean", default: false },
  },
});
const number = (name) => Number(values[name]);
const [steps, batch, context, vocabulary] = [number("steps"), number("batch"), number("context"), 65];
console.log(JSON.stringify(await useBackend({ prefer: ["wasm"] })));
const model = await Decoder.create({
  vocabulary,
  width: number("width"),
  heads: 4,
  layers: number("layers"),
  context: values.cache ? 256 : context,
  norm: "pre",
  activation: "gelu",
  dropout: 0,
});
if (values.cache) await cache();
else await sideBySide();

async function cache() {
  const timed = async (cache) => {
    const started = performance.now();
    const [{ tokens }] = await model.generate([1], { maxLength: 1000, sample: { seed: 0 }, cache });
    return { tokens, ms: performance.now() - started };
  };
  await timed(true);
  const [kept, anew] = [await timed(true), await timed(false)];
  console.log(
    `1,000 tokens, context 256: ${kept.ms.toFixed(0)} ms with the cache, ${anew.ms.toFixed(0)} without, ${(anew.ms / kept.ms).toFixed(1)} times; the same tokens: ${kept.tokens.join() === anew.tokens.join()}`,
  );
}

async function sideBySide() {
  const folder = mkdtempSync(join(tmpdir(), "elbow-transformer-"));
  try {
    writeFileSync(join(folder, "weights.safetensors"), await model.toSafetensors());
    // Tokens by a formula; the other side reads them from a file.
    const text = Int32Array.from(
      { length: steps * batch * (context + 1) },
      (_, i) => (i * i + (i >> 3)) % vocabulary,
    );
    writeFileSync(join(folder, "tokens.bin"), new Uint8Array(text.buffer));
    const rows = Array.from({ length: steps * batch }, (_, i) =>
      text.subarray(i * (context + 1), (i + 1) * (context + 1)),
    );
    const [losses, times] = [[], []];
    let last = performance.now();
    await model.fit(rows, {
      epochs: 1,
      batchSize: batch,
      shuffle: false,
      optimizer: { type: "adam", learningRate: 1e-3 },
      onBatch: ({ loss }) => {
        losses.push(loss);
        times.push(performance.now() - last);
        last = performance.now();
      },
    });
    const program = fileURLToPath(new URL("transformer.py", import.meta.url));
    const given = [
      program,
      folder,
      String(steps),
      String(batch),
      String(context),
      values.width,
      values.layers,
    ];
    const { status, stderr } = spawnSync(values.python, given, { encoding: "utf8" });
    if (status !== 0) throw new Error(`transformer.py: ${stderr}`);
    const torch = JSON.parse(readFileSync(join(folder, "torch.json"), "utf8"));
    const apart = Math.max(...losses.map((loss, i) => Math.abs(loss - torch.losses[i])));
    const [own, other] = [median(times.slice(3)), median(torch.times.slice(3))];
    console.log(
      `a step: Elbow ${own.toFixed(1)} ms, PyTorch ${torch.version} ${other.toFixed(1)} ms, ratio ${(own / other).toFixed(2)}; losses of ${steps} steps at most ${apart.toExponential(1)} apart, last ${losses.at(-1).toFixed(4)} and ${torch.losses.at(-1).toFixed(4)}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function median(times) {
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}
