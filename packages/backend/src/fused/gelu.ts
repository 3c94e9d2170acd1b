import { checkKinds } from "@elbowjs/arguments";
import {
  add,
  customGrad,
  engine,
  erf,
  exp,
  type GradSaveFunc,
  getBackend,
  getKernel,
  mul,
  square,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { GELU, GELU_GRADIENT } from "../kernels/gelu.js";
import { hasGradientKernel } from "./is-differentiated.js";

/**
 * The Gaussian error linear unit, elementwise: gelu(x) = x Φ(x) with the distribution function Φ of N(0, 1), not the
 * approximation by tanh; PyTorch's default. One kernel each way on WASM; elsewhere composed of tfjs's operations.
 *
 * @param x any float32 tensor.
 * @returns a tensor of x's shape.
 * @see Hendrycks and Gimpel, "Gaussian Error Linear Units" (2016).
 */
export function gelu<T extends Tensor>(x: T): T {
  checkKinds("gelu", { x: [x, "Tensor"] });
  const operation = customGrad((...values) => {
    const [input, save] = values as unknown as [Tensor, GradSaveFunc];
    save([input]);
    const value =
      getKernel(GELU, getBackend()) === undefined
        ? tidy(() => mul(input, normalCdf(input)))
        : (engine().runKernel(GELU, { x: input }) as Tensor);
    return { value, gradFunc: (dy: Tensor, [saved]: Tensor[]) => geluGradient(dy, saved!) };
  });
  return operation(x) as T;
}

function geluGradient(dy: Tensor, x: Tensor): Tensor {
  if (hasGradientKernel(GELU_GRADIENT)) return engine().runKernel(GELU_GRADIENT, { dy, x }) as Tensor;
  const density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return mul(dy, add(normalCdf(x), mul(x, density)));
}

/** Φ(x). */
const normalCdf = (x: Tensor): Tensor => mul(add(erf(mul(x, Math.SQRT1_2)), 1), 0.5);
