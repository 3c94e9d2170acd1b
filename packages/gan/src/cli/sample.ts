import { type Command, type ModelFile, sampleImages } from "@elbowjs/command-line";
import type { Gan } from "../gan.js";

const flags = {
  label: {
    kind: "number",
    rule: "integer ≥ 0",
    help: "the class of all, of a conditional GAN (default: in turn)",
  },
} as const;

/** `sample model`: draws new images on one sheet. */
export function sampleCommand(file: ModelFile<Gan>): Command {
  return sampleImages({
    file,
    flags,
    draw(gan, { count, seed, label }) {
      const asked = label === undefined ? {} : { label };
      return { images: gan.sample(count, { seed, ...asked }), facts: asked, text: `${count} images` };
    },
  });
}
