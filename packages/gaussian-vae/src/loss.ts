import { checkKinds, checkNumbers } from "@elbowjs/arguments";
import { mean, type Scalar, square, type Tensor } from "@tensorflow/tfjs-core";

/**
 * The source's loss: the mean square, against zeros, of the concatenation of z and f − x. For one image and d = 10, p = 784
 * it is (‖z‖² + ‖f − x‖²) / 794; times 794/2 it is ½‖z‖² + ½‖f − x‖², the negative ELBO up to a constant ({@link negativeElbo}).
 *
 * @param output what `forward` returns, shape `[n, d + p]`.
 */
export function meanSquare(output: Tensor): Scalar {
  checkKinds("meanSquare", { output: [output, "Tensor"] });
  return mean(square(output));
}

/**
 * The negative ELBO in nats per image, of the Gaussian model x|z ~ N(f(z), I), z ~ N(0, I) with the encoder
 * q(z|x) = N(g(x), I): KL(q‖prior) = ½‖g(x)‖², and −E ln p(x|z) = ½E‖x − f(z)‖² + ½·p·ln 2π. A density, so that nats under
 * unit variance say little by themselves; they compare with other Gaussian models of the same pixels.
 *
 * @param loss mean square per element, the source's loss, ≥ 0.
 * @param latent d, elements of z.
 * @param pixels p, elements of an image.
 */
export function negativeElbo(loss: number, latent: number, pixels: number): number {
  checkNumbers("negativeElbo", {
    loss: [loss, "finite"],
    latent: [latent, "integer ≥ 1"],
    pixels: [pixels, "integer ≥ 1"],
  });
  return 0.5 * (latent + pixels) * loss + 0.5 * pixels * Math.log(2 * Math.PI);
}
