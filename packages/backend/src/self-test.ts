import { refusal } from "@elbowjs/arguments";
import {
  add,
  engine,
  env,
  getBackend,
  matMul,
  mean,
  mul,
  softmax,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tanh,
  tensor2d,
  tidy,
  valueAndGrads,
} from "@tensorflow/tfjs-core";

/** Loss, and for W₁, W₂ and b the projection of the gradient on a pattern and its norm, of PyTorch in float64 (test/fixtures/make-self-test.py). */
const known = [
  0.1551669968607115, 0.00673827653060515, 0.026994685542878642, -0.015666445404603897, 0.027880436253739403,
  0.00018279156491596236, 0.011505430504042213,
];

/** Absolute: 0.1% of the loss, 0.6% of the largest gradient norm; float32 on a GPU is within 1e-6. */
const tolerance = 1.5e-4;

/** A fixed matrix of values in ±3/7: entry (i, j) is ((3i + step·j) mod 7 − 3)/7. */
function pattern(rows: number, columns: number, step: number): Tensor2D {
  const values = Float32Array.from({ length: rows * columns }, (_, index) => {
    const i = Math.floor(index / columns);
    return (((3 * i + step * (index % columns)) % 7) - 3) / 7;
  });
  return tensor2d(values, [rows, columns]);
}

/**
 * One training step of a two-layer network on the backend in use, compared with known values: some GPUs give wrong
 * gradients where the forward pass is right (tfjs issue #8590), and nothing else tells.
 *
 * Loss = mean (softmax(tanh(X W₁) W₂ + b) − T)², with X 12×9, W₁ 9×16, W₂ 16×5. A few milliseconds, a tenth of a second
 * where shaders have to be compiled.
 *
 * @throws TypeError if tfjs has no backend.
 * @returns undefined when the seven values agree to 1.5e-4, else the disagreement in words.
 */
export async function selfTest(): Promise<string | undefined> {
  if (engine().backendNames().length === 0)
    throw refusal(new TypeError("selfTest: expected a backend of tfjs, got none; call useBackend first"));
  // WebGPU hands small tensors to the CPU; this test is about the GPU.
  const forwarding = getBackend() === "webgpu" ? env().getBool("WEBGPU_CPU_FORWARD") : undefined;
  if (forwarding !== undefined) env().set("WEBGPU_CPU_FORWARD", false);
  const report = tidy(() => {
    const x = pattern(12, 9, 5);
    const target = pattern(12, 5, 2);
    const network = (w1: Tensor, w2: Tensor, b: Tensor) =>
      mean(square(sub(softmax(add(matMul(tanh(matMul(x, w1)), w2), b)), target))) as Tensor;
    const { value, grads } = valueAndGrads(
      (...weights: Tensor[]) => network(weights[0]!, weights[1]!, weights[2]!) as never,
    )([pattern(9, 16, 4), pattern(16, 5, 1), pattern(1, 5, 3)]);
    const summaries = grads.flatMap((gradient) => [
      sum(mul(gradient, pattern(gradient.shape[0]!, gradient.shape[1]!, 6))),
      sqrt(sum(square(gradient))),
    ]);
    return stack([value, ...summaries]);
  });
  try {
    const got = await report.data();
    const wrong = known.findIndex((value, i) => !(Math.abs(got[i]! - value) <= tolerance));
    return wrong < 0
      ? undefined
      : `the self-test of one training step gave ${[...got].map((value) => value.toPrecision(4)).join(", ")}; expected ${known.map((value) => value.toPrecision(4)).join(", ")}`;
  } finally {
    report.dispose();
    if (forwarding !== undefined) env().set("WEBGPU_CPU_FORWARD", forwarding);
  }
}
