import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { imageSheet } from "@elbowjs/figures";
import { checkOut } from "../files/check-out.js";
import { signedPng } from "../files/signature.js";
import { writeWhole } from "../files/write-whole.js";
import { commonFlags, forceFlag } from "../flags/common-flags.js";
import type { Flag, Flags, Values } from "../flags/flag.js";
import { isStdout } from "../terminal/print.js";
import { type Command, command } from "./command.js";
import type { ModelFile } from "./model-program.js";
import { readModel } from "./read-model.js";
import { startBackend } from "./start-backend.js";

/** The flags of every command that draws images, besides the model's own. */
export type SampleFlags = Readonly<
  Record<"count" | "seed" | "scale", Flag & { kind: "number"; default: number }>
>;

/** What a model's `sample` is made of. */
export interface SampleImages<M extends { dispose(): void }, F extends Flags> {
  /** Default `sample <model>`. */
  readonly use?: string;
  /** Default: draws new images. */
  readonly about?: string;
  /** How a model is read. */
  readonly file: ModelFile<M>;
  /** The model that is meant where none is named. Default: the file's own name. */
  readonly unnamed?: string;
  /** The model's own flags. */
  readonly flags: F;
  /** Images at the most. Default 10000. */
  readonly most?: number;
  /** What the seed is of, for `--help`. Default `z`. */
  readonly seedOf?: string;
  /** Draws images for a sheet, which are disposed of, or a picture of its own, as PNG. */
  readonly draw: (model: M, values: Values<F & SampleFlags>) => Sampled | Promise<Sampled>;
}

/** What was drawn, what the result tells of it besides, and what is said. */
export type Sampled = ({ readonly images: SheetImages } | { readonly picture: Uint8Array }) & {
  readonly facts: object;
  readonly text: string;
};

/** Images as `imageSheet` of @elbowjs/figures takes them, and their end. */
export type SheetImages = Parameters<typeof imageSheet>[0] & { dispose(): void };

/**
 * `sample <model>`: draws new images on one sheet.
 *
 * @throws RangeError or TypeError for what is no such description.
 */
export function sampleImages<M extends { dispose(): void }, F extends Flags>(
  made: SampleImages<M, F>,
): Command {
  checkKinds("sampleImages", {
    made: [made, { file: { name: "string", read: "function" }, flags: "object", draw: "function" }],
  });
  const { file, flags, draw, use = "sample <model>", about = "draws new images" } = made;
  const { unnamed = file.name, most = 10_000, seedOf = "z" } = made;
  checkNumbers("sampleImages", { most: [most, "integer ≥ 1"] });
  const all = {
    count: {
      kind: "number",
      rule: `integer in [1, ${most}]`,
      default: 20,
      help: `how many images, at most ${most}`,
    },
    ...(flags as Flags),
    seed: { kind: "number", rule: "integer ≥ 0", default: 0, help: `of ${seedOf}` },
    scale: {
      kind: "number",
      rule: "integer in [1, 64]",
      default: 2,
      help: "pixels per side of each image pixel",
    },
    out: {
      kind: "text",
      value: "file",
      default: "samples.png",
      help: "where the picture goes; - is stdout",
    },
    force: forceFlag,
    backend: commonFlags.backend,
    json: commonFlags.json,
  } as const satisfies Flags;
  return command({
    use,
    about,
    flags: all,
    async run({ args: [name = unnamed], values }) {
      const { count, seed, scale, out } = values as Values<SampleFlags> & { readonly out: string };
      await checkOut(out, signedPng.isOurs, values.force as boolean);
      await startBackend(values.backend as string);
      const model = await readModel({ file }, name);
      try {
        const drawn = await draw(model, values as unknown as Values<F & SampleFlags>);
        const picture = "picture" in drawn ? drawn.picture : await sheet(drawn.images, { count, scale });
        await writeWhole(out, signedPng.sign(picture));
        return {
          json: { model: name, picture: out, count, seed, ...drawn.facts },
          text: `Wrote ${out}: ${drawn.text}`,
          asJson: values.json as boolean,
          isOnStdout: isStdout(out),
        };
      } finally {
        model.dispose();
      }
    },
  });
}

async function sheet(
  images: SheetImages,
  { count, scale }: { readonly count: number; readonly scale: number },
): Promise<Uint8Array> {
  try {
    return await imageSheet(images, { scale, columns: Math.min(count, 10) });
  } finally {
    images.dispose();
  }
}
