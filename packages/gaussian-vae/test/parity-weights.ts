import { type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import { hashed } from "@elbowjs/test-kit/hashed";
import { GaussianVae, type GaussianVaeOptions } from "../src/index.js";

/** The numbers of a case in fixtures/parity.json. */
export interface ModelSize {
  readonly n: number;
  readonly channels: number;
  readonly pooled: number;
  readonly hidden: number;
  readonly latent: number;
  readonly salt: number;
  readonly shift: number;
}

/** The options of make-parity.py's model(channels, pooled, hidden, latent), dropout off. */
export function modelOptions({ channels, pooled, hidden, latent }: ModelSize): GaussianVaeOptions {
  return {
    latent,
    dropout: 0,
    imageShape: [4 * pooled + 4, 4 * pooled + 4, 1],
    stages: [
      { type: "conv2d", channels, kernel: 4, padding: 1 },
      { type: "conv2d", channels, kernel: 4, stride: 2 },
      { type: "maxPool2d", size: 2 },
      { type: "flatten" },
      { type: "linear", units: hidden },
    ],
  };
}

/** The model with the weights of make-parity.py's fill(). */
export async function filledModel(size: ModelSize): Promise<GaussianVae> {
  const blank = await GaussianVae.create(modelOptions(size));
  const state = new Map<string, StoredTensor>();
  const transposed = blank.decoder.layers.flatMap(({ name }, i) =>
    name === "ConvTranspose2d" ? [`decoder.${i}`] : [],
  );
  let salt = 100;
  for (const [name, { torchShape: shape }] of blank.weights()) {
    const values = hashed(
      salt++,
      shape.reduce((product, extent) => product * extent, 1),
    );
    const layer = name.slice(0, name.lastIndexOf("."));
    const normalizes = blank.weights().has(`${layer}.running_mean`);
    const spread = name.endsWith("weight") || name.endsWith("running_var");
    const shift = transposed.includes(layer) ? size.shift : 0;
    const fanIn = shape.slice(1).reduce((product, extent) => product * extent, 1);
    const fill = normalizes
      ? (u: number) => (spread ? 1 + 0.5 * u : 0.25 * u)
      : (u: number) => (shape.length > 1 ? u * fanIn ** -0.5 : shift + 0.2 * u);
    state.set(name, { shape, values: values.map(fill) });
  }
  blank.dispose();
  return GaussianVae.fromTorch(writeSafetensors(state), modelOptions(size));
}

/** Images of make-parity.py: [n, side, side, 1], one after another. */
export function images({ n, pooled, salt }: ModelSize): Float32Array {
  return hashed(salt, n * (4 * pooled + 4) ** 2).map((u) => Math.min(1, Math.max(0, 1.5 * u)));
}
