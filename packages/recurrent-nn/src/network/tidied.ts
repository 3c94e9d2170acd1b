import { type TensorContainer, tidy } from "@tensorflow/tfjs-core";

/** `tidy` of a function whose result holds its tensors in read-only objects and arrays, which tfjs's types do not know. */
export function tidied<T extends object>(compute: () => T): T {
  return tidy(compute as unknown as () => TensorContainer) as unknown as T;
}
