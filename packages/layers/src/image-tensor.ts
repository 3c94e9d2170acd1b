import { checkKinds } from "@elbowjs/arguments";
import type { Tensor } from "@tensorflow/tfjs-core";
import { type Shape, sizeOf } from "./shape.js";

/**
 * Refuses a tensor that is not images of one shape, `[n, ...shape]` or `[n, pixels]`.
 *
 * @throws RangeError
 */
export function checkImageTensor(caller: string, images: Tensor, shape: Shape): void {
  checkKinds(caller, { images: [images, "Tensor"], shape: [shape, ["number"]] });
  const [n, ...item] = images.shape;
  const fits = [shape, [sizeOf(shape)]].some((wanted) => wanted.join() === item.join());
  if (!fits || n === 0)
    throw new RangeError(
      `${caller}: expected images of shape [n, ${shape.join(", ")}] or [n, ${sizeOf(shape)}], got [${images.shape.join(", ")}]`,
    );
}
