// One layer of an LSTM and its eight variants by hand, in float64, with a linear output: what a part of the LSTM is worth is seen by
// leaving it out. With r the recurrent input y_{t−1}:
//
//   i = σ(U_i x + W_i r + b_i + p_i ⊙ s_{t−1}),  f likewise,  g = tanh(U_g x + W_g r + b_g)
//   s = f ⊙ s_{t−1} + i ⊙ g,  o = σ(U_o x + W_o r + b_o + p_o ⊙ s),  y = o ⊙ tanh(s)
//
// K. Greff et al., LSTM: A Search Space Odyssey, 2017 (arXiv 2015): its vanilla LSTM, whose output gate reads s_t, and its names.

/** What each variant does otherwise. */
export const variants = {
  V: {}, // vanilla: with peepholes
  NIG: { inputGate: false },
  NFG: { forgetGate: false },
  NOG: { outputGate: false },
  NIAF: { inputActivation: false },
  NOAF: { outputActivation: false },
  CIFG: { coupled: true }, // f = 1 − i
  NP: { peepholes: false },
  FGR: { gateRecurrence: true }, // the gates read the gates before, too
};

const sigmoid = (z) => 1 / (1 + Math.exp(-z));
const [G, O] = [2, 3]; // places of the blocks i, f, g, o

/** A network of one variant; `weights` is one block of numbers. */
export class VariantNetwork {
  constructor(name, { inputs, units, outputs }, random) {
    const full = { inputGate: true, forgetGate: true, outputGate: true, inputActivation: true };
    this.rules = { ...full, outputActivation: true, coupled: false, peepholes: true, gateRecurrence: false };
    Object.assign(this.rules, variants[name]);
    Object.assign(this, { inputs, units, outputs });
    /** What is fed back: y, and with FGR the three gates. */
    this.fed = this.rules.gateRecurrence ? 4 * units : units;
    let size = 0;
    const take = (n) => (size += n) - n;
    this.at = { U: take(4 * units * inputs), W: take(4 * units * this.fed), b: take(4 * units) };
    Object.assign(this.at, { p: take(3 * units), V: take(outputs * units), c: take(outputs) });
    const bound = 1 / Math.sqrt(units);
    this.weights = Float64Array.from(random.uniform(-bound, bound, size));
    for (let j = 0; j < units; j++) this.weights[this.at.b + units + j] += 1; // begins with remembering
  }

  /** The states of a sequence of vectors. */
  run(xs) {
    const steps = [];
    const start = { s: new Float64Array(this.units), r: new Float64Array(this.fed) };
    for (const x of xs) steps.push(this.#step(x, steps.at(-1) ?? start));
    return steps;
  }

  #step(x, before) {
    const { units, inputs, fed, weights: w, at, rules } = this;
    const z = new Float64Array(4 * units);
    for (let k = 0; k < 4 * units; k++) {
      let sum = w[at.b + k];
      for (let j = 0; j < inputs; j++) sum += w[at.U + k * inputs + j] * x[j];
      const heard = k >= G * units && k < O * units ? units : fed; // the candidate hears no gates
      for (let j = 0; j < heard; j++) sum += w[at.W + k * fed + j] * before.r[j];
      z[k] = sum;
    }
    const step = { x, before };
    for (const name of ["i", "f", "g", "o", "s", "q", "y"]) step[name] = new Float64Array(units);
    step.r = new Float64Array(fed);
    for (let j = 0; j < units; j++) {
      const peep = (k, s) => (rules.peepholes ? w[at.p + k * units + j] * s : 0);
      const past = before.s[j];
      step.i[j] = rules.inputGate ? sigmoid(z[j] + peep(0, past)) : 1;
      const open = rules.forgetGate ? sigmoid(z[units + j] + peep(1, past)) : 1;
      step.f[j] = rules.coupled ? 1 - step.i[j] : open;
      step.g[j] = rules.inputActivation ? Math.tanh(z[2 * units + j]) : z[2 * units + j];
      const s = step.f[j] * past + step.i[j] * step.g[j];
      step.s[j] = s;
      step.o[j] = rules.outputGate ? sigmoid(z[3 * units + j] + peep(2, s)) : 1;
      step.q[j] = rules.outputActivation ? Math.tanh(s) : s;
      step.y[j] = step.o[j] * step.q[j];
    }
    step.r.set(step.y);
    if (rules.gateRecurrence)
      for (const [k, name] of ["i", "f", "o"].entries()) step.r.set(step[name], (k + 1) * units);
    return step;
  }

  /** V y + c. */
  output(y) {
    const { units, outputs, weights: w, at } = this;
    return Float64Array.from({ length: outputs }, (_, k) => {
      let sum = w[at.c + k];
      for (let j = 0; j < units; j++) sum += w[at.V + k * units + j] * y[j];
      return sum;
    });
  }

  /** Adds to `gradient` what comes of ∂E/∂(V y_t + c), one vector per step, or none. */
  back(steps, deltas, gradient) {
    const { units, outputs, fed, weights: w, at } = this;
    const down = { dr: new Float64Array(fed), ds: new Float64Array(units) };
    for (let t = steps.length - 1; t >= 0; t--) {
      const dy = down.dr.slice(0, units);
      const delta = deltas[t];
      for (let k = 0; delta && k < outputs; k++) {
        gradient[at.c + k] += delta[k];
        for (let j = 0; j < units; j++) {
          gradient[at.V + k * units + j] += delta[k] * steps[t].y[j];
          dy[j] += delta[k] * w[at.V + k * units + j];
        }
      }
      this.#stepBack(steps[t], dy, down, gradient);
    }
  }

  #stepBack(step, dy, down, gradient) {
    const { units, inputs, fed, weights: w, at, rules } = this;
    const dz = new Float64Array(4 * units);
    const { dr } = down;
    const fromGate = (k, j) => (rules.gateRecurrence ? dr[k * units + j] : 0);
    for (let j = 0; j < units; j++) {
      const { i, f, g, o, q, s, before } = step;
      const past = before.s[j];
      const peep = (k) => (rules.peepholes ? w[at.p + k * units + j] : 0);
      if (rules.outputGate) dz[O * units + j] = (dy[j] * q[j] + fromGate(3, j)) * o[j] * (1 - o[j]);
      const slope = rules.outputActivation ? 1 - q[j] ** 2 : 1;
      const ds = down.ds[j] + dy[j] * o[j] * slope + dz[O * units + j] * peep(2);
      const df = ds * past + fromGate(2, j);
      const di = ds * g[j] + fromGate(1, j) - (rules.coupled ? df : 0);
      if (rules.inputGate) dz[j] = di * i[j] * (1 - i[j]);
      if (rules.forgetGate && !rules.coupled) dz[units + j] = df * f[j] * (1 - f[j]);
      dz[G * units + j] = ds * i[j] * (rules.inputActivation ? 1 - g[j] ** 2 : 1);
      down.ds[j] = ds * f[j] + dz[j] * peep(0) + dz[units + j] * peep(1);
      if (!rules.peepholes) continue;
      gradient[at.p + j] += dz[j] * past;
      gradient[at.p + units + j] += dz[units + j] * past;
      gradient[at.p + 2 * units + j] += dz[O * units + j] * s[j];
    }
    down.dr = new Float64Array(fed);
    for (let k = 0; k < 4 * units; k++) {
      gradient[at.b + k] += dz[k];
      for (let j = 0; j < inputs; j++) gradient[at.U + k * inputs + j] += dz[k] * step.x[j];
      const heard = k >= G * units && k < O * units ? units : fed;
      for (let j = 0; j < heard; j++) {
        gradient[at.W + k * fed + j] += dz[k] * step.before.r[j];
        down.dr[j] += dz[k] * w[at.W + k * fed + j];
      }
    }
  }
}

/** −ln p of a class and its gradient by the logits. */
export function crossEntropy(logits, target) {
  const most = Math.max(...logits);
  const total = logits.reduce((sum, value) => sum + Math.exp(value - most), 0);
  const delta = logits.map((value, k) => Math.exp(value - most) / total - Number(k === target));
  return { loss: most + Math.log(total) - logits[target], delta };
}

/** Adam with gradients clipped at norm 1. */
export class Adam {
  constructor(size) {
    this.m = new Float64Array(size);
    this.v = new Float64Array(size);
    this.t = 0;
  }

  step(weights, gradient, rate) {
    this.t++;
    const scale = 1 / Math.max(1, Math.hypot(...gradient));
    for (let i = 0; i < weights.length; i++) {
      const g = gradient[i] * scale;
      this.m[i] = 0.9 * this.m[i] + 0.1 * g;
      this.v[i] = 0.999 * this.v[i] + 0.001 * g * g;
      const mHat = this.m[i] / (1 - 0.9 ** this.t);
      const vHat = this.v[i] / (1 - 0.999 ** this.t);
      weights[i] -= (rate * mHat) / (Math.sqrt(vHat) + 1e-8);
    }
  }
}
