import { checkKinds, checkNumbers, checkOptions } from "@elbowjs/arguments";
import { concat, tile } from "@tensorflow/tfjs-core";
import type { LayerFactory } from "./layer.js";

/**
 * Puts the context of the pass, `[n, units]` or one row for the whole batch, beside a vector: `[n, inputs]` to
 * `[n, inputs + units]`. With one-hot labels a network becomes conditional on the class.
 *
 * @param units numbers of the context; an integer ≥ 1.
 * @throws RangeError if the input is not a vector; TypeError in a pass without context.
 */
export function joinContext(options: { readonly units: number }): LayerFactory {
  checkOptions("joinContext", options, ["units"]);
  checkKinds("joinContext", { options: [options, "object"] });
  const { units } = options;
  checkNumbers("joinContext", { units: [units, "integer ≥ 1"] });
  return (inputShape) => {
    if (inputShape.length !== 1)
      throw new RangeError(
        `joinContext: expected a vector, got [${inputShape.join(", ")}]; put a flatten layer before it`,
      );
    return {
      name: "JoinContext",
      detail: `${units} more`,
      inputShape,
      outputShape: [inputShape[0]! + units],
      weights: [],
      apply: (x, { context }) => {
        if (context === undefined) throw new TypeError("joinContext: expected a pass with context, got none");
        return concat([x, tile(context, [x.shape[0]! / context.shape[0]!, 1])], 1);
      },
    };
  };
}
