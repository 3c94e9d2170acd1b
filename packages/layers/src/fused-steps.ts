import type { Tensor } from "@tensorflow/tfjs-core";
import type { Layer, Pass } from "./layer.js";

/** What one layer, or several at once, do to a tensor in training. */
export type FusedStep = (x: Tensor, pass: Pass) => Tensor;

/** The layers as steps of a training pass, each layer that can fuse with its neighbours done together with them. */
export function fusedSteps(layers: readonly Layer[]): FusedStep[] {
  const steps: FusedStep[] = [];
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i]!;
    const next = layers[i + 1];
    const ahead = next?.fuse?.(layer, layers[i + 2]);
    if (ahead?.takesBefore) {
      steps.push(ahead.apply);
      i += ahead.takesAfter ? 2 : 1;
      continue;
    }
    const fusion = layer.fuse?.(undefined, next);
    steps.push(fusion?.apply ?? ((x, pass) => layer.apply(x, pass)));
    if (fusion?.takesAfter) i += 1;
  }
  return steps;
}
