import type { Pass, Sequential, Weight } from "@elbowjs/layers";
import type { Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import type { CompleteGanOptions } from "./gan-options.js";

/** What training and the watch over it need of a GAN. */
export interface GanModel {
  readonly format: string;
  readonly options: CompleteGanOptions;
  readonly generator: Sequential;
  readonly discriminator: Sequential;
  readonly makesImages: boolean;
  weights(): ReadonlyMap<string, Weight>;
  generate(z: Tensor, labels?: ArrayLike<number>, pass?: Pass): Tensor;
  score(x: Tensor, labels?: ArrayLike<number>, pass?: Pass): Tensor1D;
  repack(packing: number): void;
}
