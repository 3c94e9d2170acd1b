import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  readModel,
  signedPng,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { imageSheet } from "@elbowjs/figures";
import { modelFile, pretrainedName } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  count: {
    kind: "number",
    rule: "integer in [1, 10000]",
    default: 20,
    help: "how many images, at most 10000",
  },
  noise: {
    kind: "number",
    rule: "≥ 0",
    default: 2,
    help: "standard deviation of z: 2 is the source's, 1 the prior's",
  },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of z" },
  scale: {
    kind: "number",
    rule: "integer in [1, 64]",
    default: 2,
    help: "pixels per side of each image pixel",
  },
  out: { kind: "text", value: "file", default: "samples.png", help: "where the picture goes; - is stdout" },
  force: forceFlag,
  backend,
  json,
} satisfies Flags;

/** `sample [model]`: draws new images on one sheet. */
export const sampleCommand: Command = command({
  use: "sample [model]",
  about: "draws new images; without a model, digits by the weights of the package",
  flags,
  async run({ args: [model = pretrainedName], values }) {
    const { count, noise, seed, scale, out } = values;
    await checkOut(out, signedPng.isOurs, values.force);
    await startBackend(values.backend);
    const { vae } = await readModel({ file: modelFile }, model);
    const images = vae.sample(count, { noise, seed });
    try {
      await writeWhole(
        out,
        signedPng.sign(await imageSheet(images, { scale, columns: Math.min(count, 10) })),
      );
    } finally {
      images.dispose();
      vae.dispose();
    }
    return {
      json: { model, picture: out, count, noise, seed, imageShape: vae.options.imageShape },
      text: `Wrote ${out}: ${count} images, z of standard deviation ${noise}`,
      asJson: values.json,
      isOnStdout: isStdout(out),
    };
  },
});
