/**
 * The GAN whose weights come with the package: trains it, and says what its samples are worth.
 *
 *   node scripts/pretrained.mjs train <folder of IDX files> <file> [--classes=0] [--epochs=12] [--rate=0.0008] [--seed=0]
 *     [--from=file] [--lead=1] [--head=0] [--checkpoint=file]
 *   node scripts/pretrained.mjs measure <folder of IDX files> <file> [--count=10000]
 *
 * The rate falls to a fiftieth along half a cosine; the discriminator's is `lead` times the generator's. The weights, averaged, are written
 * in half precision after each epoch; --from begins with a file's networks; --head=64 gives the discriminator a layer of so many units
 * before its last, and --from then takes the file's generator alone; with --checkpoint a run that was broken off goes on where it was.
 * --dataset=fashion-mnist takes clothes and their classifier.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { useBackend } from "@elbowjs/backend";
import { Gan } from "@elbowjs/gan";
import {
  classBalance,
  digitClassifier,
  fashionClassifier,
  frechetDistance,
  sampleQuality,
} from "@elbowjs/image-evaluation";
import { openDataset } from "@elbowjs/mnist-data";
import { cosine } from "@elbowjs/training";

const text = (value) => ({ type: "string", default: value });
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    ...{
      classes: text("0"),
      seed: text("0"),
      epochs: text("12"),
      rate: text("0.0008"),
      checkpoint: text(""),
      from: text(""),
      lead: text("1"),
      head: text("0"),
    },
    ...{
      count: text("10000"),
      images: text("60000"),
      dataset: text("mnist"),
      architecture: text("convolutional"),
    },
  },
});
const [task, dataDir, file] = positionals;
const number = (name) => Number(values[name]);
await useBackend({ prefer: ["wasm"] });
const { train, test } = await openDataset(values.dataset, { dataDir });
const classifier = await (values.dataset === "mnist" ? digitClassifier() : fashionClassifier());
const real = await sampleQuality(classifier, test);
const gan = task === "measure" ? await Gan.fromSafetensors(readFileSync(file)) : await beginning();
if (task === "measure") await measure(gan);
else await trainInPlace();
gan.dispose();
classifier.dispose();

/** A new model, or the one of `--from`; with `--head` its generator, for a discriminator that may take over. */
async function beginning() {
  const earlier = values.from && (await Gan.fromSafetensors(readFileSync(values.from)));
  if (earlier && number("head") === 0) return earlier;
  const gan = await Gan.create({
    ...{ generator: values.architecture, discriminator: discriminator() },
    ...{ classes: number("classes"), seed: number("seed") },
  });
  if (!earlier) return gan;
  const learned = new Map(earlier.generator.namedWeights());
  for (const [name, { variable }] of gan.generator.namedWeights())
    variable.assign(learned.get(name).variable);
  earlier.dispose();
  return gan;
}

/** A layer of all features sees the whole digit; a linear map alone adds up what each patch looks like. */
function discriminator() {
  if (number("head") === 0) return values.architecture;
  const half = { type: "conv2d", kernel: 4, stride: 2, padding: 1 };
  const leaky = { type: "leakyRelu", slope: 0.2 };
  return [
    ...[{ ...half, channels: 32 }, leaky, { ...half, channels: 64 }, leaky, { type: "flatten" }],
    ...[{ type: "linear", units: number("head") }, leaky],
  ];
}

/** One line: Fréchet distance, confident share, rarest class, and of a conditional GAN agreement and spread. */
async function measure(gan) {
  const made = await sampleQuality(classifier, gan, { count: number("count") });
  const distance = frechetDistance(made.features, real.features);
  const facts = [`FD64 ${distance.toFixed(3)}`, `confident ${(100 * made.confident).toFixed(1)} %`];
  facts.push(`rarest class ${(100 * made.balance.rarest).toFixed(1)} %`);
  facts.push(`shares ${made.classShares.map((share) => (100 * share).toFixed(1)).join(" ")}`);
  facts.push(
    `p ${classBalance(
      made.classShares.map((s) => Math.round(s * made.size)),
      real.classShares,
    ).pValue.toPrecision(2)}`,
  );
  facts.push(`spread ${mean(made.spread.map((spread, c) => spread / real.spread[c])).toFixed(3)}`);
  if (gan.options.classes > 0) facts.push(`agreement ${(100 * (await agreement(gan))).toFixed(2)} %`);
  console.log(facts.join(", "));
}

/** How often the classifier reads the label that was asked for, of 1,000 images of each. */
async function agreement(gan) {
  const shares = [];
  for (let label = 0; label < gan.options.classes; label++) {
    const source = { sample: (n, { seed }) => gan.sample(n, { seed, label }) };
    const made = await sampleQuality(classifier, source, { count: 1000, seed: label });
    shares.push(made.classShares[label]);
  }
  return mean(shares);
}

async function trainInPlace() {
  const adam = (rate) => ({
    optimizer: { type: "adam", learningRate: cosine(rate, rate / 50), beta1: 0.5, beta2: 0.99 },
  });
  const players = { generator: adam(number("rate")), discriminator: adam(number("rate") * number("lead")) };
  await gan.fit(train.subset(Array.from({ length: number("images") }, (_, i) => i)), {
    ...{
      epochs: number("epochs"),
      averageDecay: 0.999,
      seed: number("seed"),
      ...players,
    },
    ...(existsSync(values.checkpoint) && { resume: readFileSync(values.checkpoint) }),
    async onEpoch({ epoch, losses, seconds }, checkpoint) {
      const [d, g] = [losses.discriminator.toFixed(4), losses.generator.toFixed(4)];
      console.log(`epoch ${epoch}: D ${d}, G ${g}, ${seconds.toFixed(0)} s`);
      writeFileSync(file, await gan.toSafetensors({ dtype: "F16" }));
      if (values.checkpoint) writeFileSync(values.checkpoint, await checkpoint());
      await measure(gan);
    },
  });
}

function mean(values) {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
