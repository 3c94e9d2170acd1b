import { checkKinds, checkNumbers, refusal } from "@elbowjs/arguments";
import type { Layer } from "@elbowjs/layers";
import {
  add,
  grad,
  mean,
  mul,
  reshape,
  type Scalar,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import { checkTensors } from "./check-tensors.js";

/** Under the root of the norm, whose slope at 0 is infinite: a critic that is flat somewhere must not give NaN. */
const least = 1e-12;

/**
 * E(‖∇ₓD(x̂)‖₂ − 1)², the penalty that keeps a critic's slope at 1, with one norm per image. It is differentiable by the critic's
 * weights: a gradient of a gradient, equal to PyTorch's double backward.
 *
 * @param critic images `[n, …]` to outputs, one per image, each of which depends on its own image alone.
 * @param points x̂: see {@link mixImages}.
 * @throws TypeError for what is no function or tensor.
 * @see I. Gulrajani et al., Improved Training of Wasserstein GANs, 2017, equation 3.
 */
export function gradientPenalty(critic: (x: Tensor) => Tensor, points: Tensor): Scalar {
  return tidy(() => mean(square(sub(slopeNorms("gradientPenalty", critic, points), 1))));
}

/**
 * ½E‖∇ₓD(x)‖₂² on real images, the penalty R₁, under which training by any loss converges near the equilibrium.
 *
 * @param critic images `[n, …]` to outputs, one per image.
 * @param images real ones.
 * @throws TypeError for what is no function or tensor.
 * @see L. Mescheder, A. Geiger, S. Nowozin, Which Training Methods for GANs do actually Converge?, 2018, equation 9, γ = 1.
 */
export function realPenalty(critic: (x: Tensor) => Tensor, images: Tensor): Scalar {
  return tidy(() => {
    const slopes = slopesOf("realPenalty", critic, images);
    return mul(sum(square(slopes)), 0.5 / images.shape[0]!) as Scalar;
  });
}

/**
 * x̂ = αx + (1 − α)y with one α per image, not per pixel.
 *
 * @param shares α in [0, 1], one per image.
 * @throws RangeError for another number of shares than images.
 */
export function mixImages(real: Tensor, made: Tensor, shares: ArrayLike<number>): Tensor {
  checkTensors("mixImages", { real, made });
  const n = real.shape[0]!;
  checkNumbers("mixImages", { "number of shares": [shares?.length, `integer in [${n}, ${n}]`] });
  return tidy(() => {
    const alpha = reshape(Float32Array.from(shares), [n, ...real.shape.slice(1).map(() => 1)]);
    return add(mul(real, alpha), mul(made, sub(1, alpha)));
  });
}

/** ‖∇ₓD(x)‖₂ of each image, shape `[n]`. */
export function slopeNorms(caller: string, critic: (x: Tensor) => Tensor, points: Tensor): Tensor {
  const given = slopesOf(caller, critic, points);
  const n = points.shape[0]!;
  const slopes = reshape(given, [n, points.size / n]);
  return sqrt(add(sum(square(slopes), 1), least));
}

/** An output depends on its own image alone, hence the gradient of their sum holds the gradient of each. */
function slopesOf(caller: string, critic: (x: Tensor) => Tensor, points: Tensor): Tensor {
  checkKinds(caller, { critic: [critic, "function"] });
  checkTensors(caller, { points });
  try {
    return grad((x: Tensor) => sum(critic(x)))(points);
  } catch (cause) {
    if (!String(cause).includes("Cannot compute gradient")) throw cause;
    throw refusal(
      new RangeError(
        `${caller}: expected a critic whose outputs depend on the images, got one of other numbers`,
        {
          cause,
        },
      ),
    );
  }
}

/** Layers that a gradient penalty cannot be had through, and why. */
const refused: Readonly<Record<string, string>> = {
  BatchNorm1d:
    "through it an output depends on all images of the batch, and no gradient is that of one image",
  BatchNorm2d:
    "through it an output depends on all images of the batch, and no gradient is that of one image",
  MaxPool2d: "its gradient jumps wherever another pixel becomes the largest; take a convolution of stride 2",
};

/**
 * Refuses a critic whose layers a gradient penalty has no meaning with.
 *
 * @throws RangeError that names the layer and the reason.
 */
export function checkCritic(caller: string, layers: readonly Layer[]): void {
  for (const { name } of layers)
    if (refused[name] !== undefined)
      throw refusal(
        new RangeError(
          `${caller}: expected a critic without ${name} for a gradient penalty, got one: ${refused[name]}`,
        ),
      );
}
