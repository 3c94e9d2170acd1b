import {
  type Command,
  commonFlags,
  type Flag,
  type Outcome,
  readFlags,
  startBackend,
  UsageError,
  writeWhole,
} from "@elbowjs/command-line";
import { imageSheet } from "../pictures/image-sheet.js";
import { pretrainedName, readModel } from "./model-file.js";

const use = "sample [model]";
const { backend, json } = commonFlags;
const flags = {
  count: { kind: "integer", least: 1, default: 20, help: "how many images" },
  noise: {
    kind: "positive",
    default: 2,
    help: "standard deviation of z: 2 is the source's, 1 the prior's",
  },
  seed: { kind: "integer", least: 0, default: 0, help: "of z" },
  scale: { kind: "integer", least: 1, default: 2, help: "pixels a side of each image pixel" },
  out: { kind: "text", value: "file", default: "samples.png", help: "where the picture goes" },
  backend,
  json,
} satisfies Record<string, Flag>;

/** `sample [model]`: draws new images on one sheet. */
export const sampleCommand: Command = {
  use,
  about: "draws new images; without a model, digits by the weights of the package",
  flags,
  async run(args): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    const [model = pretrainedName, ...more] = positionals;
    if (more.length > 0) throw new UsageError(`expected ${use}, got also '${more[0]}'`);
    const { count, noise, seed, scale, out } = values;
    await startBackend(values.backend);
    const { vae } = await readModel(model);
    const images = vae.sample(count, { noise, seed });
    try {
      await writeWhole(out, await imageSheet(images, { scale }));
    } finally {
      images.dispose();
      vae.dispose();
    }
    return {
      json: { model, picture: out, count, noise, seed, imageShape: vae.options.imageShape },
      text: `Wrote ${out}: ${count} images, z of standard deviation ${noise}`,
      asJson: values.json,
    };
  },
};
