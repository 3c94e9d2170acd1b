import { variance } from "@elbowjs/lloyd-analysis";

/** P(|V| = 1), …, P(|V| = b) for |V| ~ Binomial(b, share), in logarithms: (1 − share)^b underflows for large b. */
function binomial(b, share) {
  const odds = Math.log(share / (1 - share));
  let log = b * Math.log1p(-share);
  return Array.from({ length: b }, (_, i) => {
    log += Math.log((b - i) / (i + 1)) + odds;
    return Math.exp(log);
  });
}

/**
 * The variance that the centres would have around Lloyd's fixed point if no point ever changed its cell and there were no
 * drift, in units of σ², averaged over the cells with their own shares s and variances:
 *
 * - idealised: σ_i² E[1/|V| given |V| > 0] α/(2 − α), the package's `variance` with the batch mean's own noise;
 * - hard: with c = 2η, the fixed point of Var = E[(1 − c|V|/b)²] Var + (c²/b²) E|V| σ_i², which is
 *   σ_i² (c/b) / (2 − c ((1 − s)/b + s)), infinite beyond `stableEta({ b, share: s })`.
 */
export function withoutReassignment({ shares, variances, inertia }, rule, b, eta) {
  const perCell = shares.map((share, i) => {
    const relative = variances[i] / inertia;
    if (rule === "hard") {
      const rest = 2 - 2 * eta * ((1 - share) / b + share);
      return rest > 0 ? (relative * ((2 * eta) / b)) / rest : Infinity;
    }
    const probabilities = binomial(b, share);
    const nonEmpty = probabilities.reduce((sum, p) => sum + p, 0);
    const inverse = probabilities.reduce((sum, p, at) => sum + p / (at + 1), 0) / nonEmpty;
    return relative * inverse * variance(eta / 5, { b: 1 });
  });
  return perCell.reduce((sum, value) => sum + value, 0) / shares.length;
}
