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
import type { Gan } from "../gan.js";

const { backend, json } = commonFlags;
const flags = {
  count: {
    kind: "number",
    rule: "integer in [1, 10000]",
    default: 20,
    help: "how many images, at most 10000",
  },
  label: {
    kind: "number",
    rule: "integer ≥ 0",
    help: "the class of all, of a conditional GAN (default: in turn)",
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

/** `sample model`: draws new images on one sheet. */
export function sampleCommand(file: ModelFile<Gan>): Command {
  return command({
    use: "sample <model>",
    about: "draws new images",
    flags,
    async run({ args: [model = file.name], values }) {
      const { count, label, seed, scale, out } = values;
      await checkOut(out, signedPng.isOurs, values.force);
      await startBackend(values.backend);
      const gan = await readModel({ file }, model);
      try {
        const images = gan.sample(count, { seed, ...(label !== undefined && { label }) });
        const columns = Math.min(count, 10);
        await writeWhole(out, signedPng.sign(await imageSheet(images, { scale, columns })));
        images.dispose();
      } finally {
        gan.dispose();
      }
      return {
        json: { model, picture: out, count, seed, ...(label !== undefined && { label }) },
        text: `Wrote ${out}: ${count} images`,
        asJson: values.json,
        isOnStdout: isStdout(out),
      };
    },
  });
}
