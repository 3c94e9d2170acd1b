import { type Command, sampleImages } from "@elbowjs/command-line";
import { modelFile, pretrainedName } from "./model-file.js";

const flags = {
  noise: {
    kind: "number",
    rule: "≥ 0",
    default: 2,
    help: "standard deviation of z: 2 is the source's, 1 the prior's",
  },
} as const;

/** `sample [model]`: draws new images on one sheet. */
export const sampleCommand: Command = sampleImages({
  use: "sample [model]",
  about: "draws new images; without a model, digits by the weights of the package",
  file: modelFile,
  unnamed: pretrainedName,
  flags,
  draw({ vae }, { count, noise, seed }) {
    return {
      images: vae.sample(count, { noise, seed }),
      facts: { noise, imageShape: vae.options.imageShape },
      text: `${count} images, z of standard deviation ${noise}`,
    };
  },
});
