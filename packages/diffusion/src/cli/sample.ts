import { type Command, type ModelFile, sampleImages } from "@elbowjs/command-line";
import type { Diffusion } from "../diffusion.js";
import { chainStrip } from "./chain-strip.js";
import { samplerSteps } from "./evaluation.js";

const flags = {
  label: {
    kind: "number",
    rule: "integer ≥ 0",
    help: "the class of all (default: drawn as in the training data)",
  },
  guidance: { kind: "number", rule: "[0, 1000]", default: 0, help: "w, towards the label; with --label" },
  steps: { kind: "number", rule: "integer ≥ 1", default: samplerSteps, help: "levels that are visited" },
  eta: { kind: "number", rule: "[0, 1]", default: 0, help: "η, of the noise that each step adds" },
  chain: { kind: "switch", help: "draw the way from noise, and x̂ below, instead" },
} as const;

/** `sample model`: draws new images on one sheet. */
export function sampleCommand(file: ModelFile<Diffusion>): Command {
  return sampleImages({
    file,
    flags,
    most: 1000,
    seedOf: "the noise",
    async draw(model, { count, label, guidance, steps, eta, chain, seed }) {
      const asked = label === undefined ? {} : { label, guidance };
      const facts = { steps, eta, ...asked };
      if (chain) return { picture: await chainStrip(model, seed), facts, text: "the chain of 3 images" };
      const images = model.sample(count, { seed, steps, eta, ...asked });
      return { images: images as never, facts, text: `${count} images` };
    },
  });
}
