import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  type ModelFile,
  readModel,
  signedPng,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { imageSheet } from "@elbowjs/figures";
import type { Diffusion } from "../diffusion.js";
import { chainStrip } from "./chain-strip.js";
import { samplerSteps } from "./evaluation.js";

const { backend, json } = commonFlags;
const flags = {
  count: {
    kind: "number",
    rule: "integer in [1, 1000]",
    default: 20,
    help: "how many images, at most 1000",
  },
  label: {
    kind: "number",
    rule: "integer ≥ 0",
    help: "the class of all (default: drawn as in the training data)",
  },
  guidance: { kind: "number", rule: "[0, 1000]", default: 0, help: "w, towards the label; with --label" },
  steps: { kind: "number", rule: "integer ≥ 1", default: samplerSteps, help: "levels that are visited" },
  eta: { kind: "number", rule: "[0, 1]", default: 0, help: "η, of the noise that each step adds" },
  chain: { kind: "switch", help: "draw the way from noise, and x̂ below, instead" },
  seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: "of the noise" },
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

/** `sample model`: draws new images on one sheet. */
export function sampleCommand(file: ModelFile<Diffusion>): Command {
  return command({
    use: "sample <model>",
    about: "draws new images",
    flags,
    async run({ args: [name = file.name], values }) {
      const { count, label, guidance, steps, eta, chain, seed, scale, out } = values;
      await checkOut(out, signedPng.isOurs, values.force);
      await startBackend(values.backend);
      using model = await readModel({ file }, name);
      if (chain) await writeWhole(out, signedPng.sign(await chainStrip(model, seed)));
      else {
        const images = model.sample(count, {
          ...{ seed, steps, eta },
          ...(label !== undefined && { label, guidance }),
        });
        const sheet = await imageSheet(images as never, { scale, columns: Math.min(count, 10) });
        images.dispose();
        await writeWhole(out, signedPng.sign(sheet));
      }
      return {
        json: {
          model: name,
          picture: out,
          count,
          seed,
          steps,
          eta,
          ...(label !== undefined && { label, guidance }),
        },
        text: `Wrote ${out}: ${chain ? "the chain of 3 images" : `${count} images`}`,
        asJson: values.json,
        isOnStdout: isStdout(out),
      };
    },
  });
}
