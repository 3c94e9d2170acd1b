// Four ways to train an autoencoder (lecture 20), and why the fourth: on data x ~ N(0, 4), prior z ~ N(0, 1), decoder
// x | z ~ N(wz, 1), encoder z | x ~ N(gx, τ²), where every expectation is a formula and every loss is minimised to the end.
//
//   node examples/classic-nn/four-losses.mjs
import { centralGradient } from "@elbowjs/classic-nn";

const variance = 4;
const constant = Math.log(2 * Math.PI) / 2;
/** E −ln P_dec(x|z) for z of the encoder. */
const decoder = (w, g, tau) => ((1 - w * g) ** 2 * variance + (w * tau) ** 2) / 2 + constant;
/** E −ln P_prior(z). */
const prior = (g, tau) => (g * g * variance + tau * tau) / 2 + constant;
/** E ln P_enc(z|x): minus the encoder's entropy. */
const encoder = (tau) => -Math.log(tau) - constant - 1 / 2;

/** Plain descent from a start. */
function minimise(loss, start, steps = 20_000, rate = 0.05) {
  let point = start;
  for (let step = 0; step < steps; step++) {
    const gradient = centralGradient(loss, point);
    point = point.map((value, i) => value - rate * gradient[i]);
  }
  return point;
}
const show = (values) => values.map((value) => value.toFixed(3)).join(", ");

// 1. z drawn from the prior, whatever x is: the decoder learns that z says nothing.
const first = minimise(([w]) => (variance + w * w) / 2 + constant, [1]);
console.log(`1. decoder alone, z of the prior: w = ${show(first)}`);

// 2. A fixed encoder, here a poor one: the decoder does what it can, and P(x) is not the data's.
const second = minimise(([w]) => prior(0.2, 1) + decoder(w, 0.2, 1), [1]);
console.log(
  `2. fixed encoder g = 0.2, τ = 1: w = ${show(second)}, generated variance ${(1 + second[0] ** 2).toFixed(3)} for ${variance}`,
);

// 3. Both together: the encoder becomes a point and hides beside 0; the loss is no bound on anything.
const third = minimise(([w, g, t]) => prior(g, Math.exp(t)) + decoder(w, g, Math.exp(t)), [1, 0.5, 0]);
console.log(`3. both: g = ${third[1].toFixed(3)}, τ = ${Math.exp(third[2]).toFixed(3)}`);

// 4. With the encoder's own term: the ELBO, which is the data's log-likelihood where the encoder is the posterior.
const elbo = ([w, g, t]) => prior(g, Math.exp(t)) + decoder(w, g, Math.exp(t)) + encoder(Math.exp(t));
const fourth = minimise(elbo, [1, 0.5, 0]);
const entropy = Math.log(2 * Math.PI * Math.E * variance) / 2;
console.log(
  `4. ELBO: w = ${fourth[0].toFixed(3)} (√3 = 1.732), g = ${fourth[1].toFixed(3)} (√3/4 = 0.433), τ² = ${Math.exp(2 * fourth[2]).toFixed(3)} (¼); −ELBO ${elbo(fourth).toFixed(4)}, the data's entropy ${entropy.toFixed(4)}`,
);
