import { type StoredTensor, writeSafetensors } from "@elbowjs/safetensors";
import { hashed } from "@elbowjs/test-kit/hashed";
import { DeepAutoencoder, type DeepAutoencoderOptions } from "../src/index.js";

/** The model with the weights of make-parity.py. */
export async function filledModel(options: DeepAutoencoderOptions): Promise<DeepAutoencoder> {
  const blank = await DeepAutoencoder.create(options);
  const state = new Map<string, StoredTensor>();
  let salt = 100;
  for (const [name, { torchShape: shape }] of blank.weights()) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const values = hashed(salt++, size);
    const isVariance = name.endsWith("running_var");
    state.set(name, { shape, values: isVariance ? values.map((value) => Math.abs(value) + 0.5) : values });
  }
  blank.dispose();
  return DeepAutoencoder.fromTorch(writeSafetensors(state), options);
}
