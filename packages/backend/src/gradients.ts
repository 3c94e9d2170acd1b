import { getGradient } from "@tensorflow/tfjs-core";

/**
 * Registers tfjs's gradients, which tfjs-core alone lacks: without them training fails with "gradient function not
 * found for …". Does nothing where they are registered already (by `@tensorflow/tfjs`, say).
 */
export async function registerGradients(): Promise<void> {
  if (getGradient("Mean") === undefined) await import("./generated/gradients.js");
  const { registerSecondOrderGradients } = await import("./second-order-gradients.js");
  registerSecondOrderGradients();
}
