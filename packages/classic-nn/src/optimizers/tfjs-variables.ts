import { checkKinds } from "@elbowjs/arguments";
import { type Tensor, tensor, type Variable } from "@tensorflow/tfjs-core";
import { checkOptimizer, type Optimizer } from "./optimizer.js";

/** An optimiser bound to tfjs variables. */
export interface VariableOptimizer<State> {
  /**
   * Takes one step: reads every variable and gradient, steps in float64, and assigns the result. The caller owns the
   * gradients. Calls must not overlap: await each one.
   * @param gradients One tensor a variable, in the same order and of the same shapes.
   * @throws RangeError if their number or a shape does not match, or a gradient is not finite.
   */
  apply(gradients: readonly Tensor[]): Promise<void>;
  /** The state of each variable, in order. */
  readonly states: readonly State[];
}

/**
 * Lets an optimiser of this package train tfjs variables, on any backend. The very formulas of the arrays are used, so
 * each step costs a read and a write of every variable: right for comparing and teaching, slow for large models on a
 * GPU. The state is float64; the variables stay float32, so trajectories agree with the array ones to about 1e-6.
 * Needs the optional peer `@tensorflow/tfjs-core`.
 *
 * @param optimizer From `sgd`, `momentum`, `nesterov`, `adagrad`, `rmsprop`, `adam` or `adamW`.
 * @param variables float32 variables.
 * @throws TypeError if a variable is not float32, or no variable.
 */
export function variableOptimizer<State>(
  optimizer: Optimizer<State>,
  variables: readonly Variable[],
): VariableOptimizer<State> {
  checkOptimizer("variableOptimizer", optimizer);
  checkKinds("variableOptimizer", { variables: [variables, ["Tensor"]] });
  checkKinds("variableOptimizer", { variables: [variables, [{ assign: "function" }]] });
  for (const { name, dtype } of variables)
    if (dtype !== "float32")
      throw new TypeError(`variableOptimizer: expected float32 variables, got ${dtype} in ${name}`);
  const states = variables.map(({ size }) => optimizer.init(size));
  return {
    states,
    async apply(gradients) {
      checkKinds("VariableOptimizer.apply", { gradients: [gradients, ["Tensor"]] });
      if (gradients.length !== variables.length)
        throw new RangeError(
          `VariableOptimizer.apply: expected ${variables.length} gradients, one a variable, got ${gradients.length}`,
        );
      variables.forEach(({ shape, name }, n) => {
        if (shape.join() !== gradients[n]!.shape.join())
          throw new RangeError(
            `VariableOptimizer.apply: expected the gradient of ${name} of shape [${shape}], got [${gradients[n]!.shape}]`,
          );
      });

      // All steps before any assignment: a gradient refused half way leaves every variable as it was.
      const steps = await Promise.all(
        variables.map(async (variable, n) =>
          optimizer.step(await variable.data(), await gradients[n]!.data(), states[n]!),
        ),
      );
      for (const [n, { w, state }] of steps.entries()) {
        const variable = variables[n]!;
        const next = tensor(Float32Array.from(w), variable.shape, "float32");
        variable.assign(next);
        next.dispose();
        states[n] = state;
      }
    },
  };
}
