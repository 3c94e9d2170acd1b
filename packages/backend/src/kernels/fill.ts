import { Fill, type FillAttrs, util } from "@tensorflow/tfjs-core";
import type { KernelArguments, TrainingKernel } from "./training-kernel.js";

/** `fill` with strings, which stock does not know; numbers are left to it. */
export const fill: TrainingKernel = {
  name: Fill,
  compute(_module, { attrs, backend }: KernelArguments<object, FillAttrs>, stock) {
    const { shape, value } = attrs;
    if (typeof value !== "string") return stock();
    const bytes: Uint8Array[] = new Array(util.sizeFromShape(shape)).fill(util.encodeString(value));
    return { dataId: backend.write(bytes as never, shape, "string"), shape, dtype: "string" };
  },
};
