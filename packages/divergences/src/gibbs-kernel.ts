/**
 * The entropic transport problem min ⟨P, C⟩ + ε KL(P ‖ a bᵀ) with its potentials: P_ij = a_i b_j exp((f_i + g_j − C_ij)/ε).
 *
 * Iterations multiply by a kernel exp((f + g − C)/ε) that holds the potentials so far (Schmitzer's absorption), a product of a matrix
 * with a vector each, without exponentials. Where a row or column of the kernel runs empty, the potentials are computed in the log
 * domain anew, so that nothing overflows or is divided by 0, however small ε is.
 *
 * @see B. Schmitzer, Stabilized Sparse Scaling Algorithms for Entropy Regularized Transport Problems, 2019.
 */
export class GibbsKernel {
  readonly f: Float64Array;
  readonly g: Float64Array;
  /** Factors since the kernel was computed: e^{Δf/ε} and e^{Δg/ε}. */
  readonly #u: Float64Array;
  readonly #v: Float64Array;
  readonly #kernel: Float64Array;
  /** The next v, until it is known to be safe. */
  readonly #next: Float64Array;
  /** b v, what every row is multiplied by. */
  readonly #weighted: Float64Array;
  /** Σᵢ |row sum − aᵢ| before the last update. */
  rowError: number = Infinity;

  constructor(
    readonly a: Float64Array,
    readonly b: Float64Array,
    readonly cost: Float64Array,
    public epsilon: number,
    start?: { readonly f: Float64Array; readonly g: Float64Array },
  ) {
    const [n, m] = [a.length, b.length];
    this.f = start ? start.f.slice() : new Float64Array(n);
    this.g = start ? start.g.slice() : new Float64Array(m);
    this.#u = new Float64Array(n).fill(1);
    this.#v = new Float64Array(m).fill(1);
    this.#kernel = new Float64Array(n * m);
    this.#next = new Float64Array(m);
    this.#weighted = new Float64Array(m);
    this.absorb();
  }

  /** The factors become part of the potentials, and the kernel is computed with them, for another ε if one is given. */
  absorb(epsilon: number = this.epsilon): void {
    const { f, g, cost } = this;
    const [u, v, kernel, m] = [this.#u, this.#v, this.#kernel, g.length];
    for (let i = 0; i < f.length; i++) f[i]! += this.epsilon * Math.log(u[i]!);
    for (let j = 0; j < m; j++) g[j]! += this.epsilon * Math.log(v[j]!);
    u.fill(1);
    v.fill(1);
    this.epsilon = epsilon;
    for (let i = 0, place = 0; i < f.length; i++)
      for (let j = 0; j < m; j++, place++) kernel[place] = Math.exp((f[i]! + g[j]! - cost[place]!) / epsilon);
  }

  /** Sets f so that the rows of P sum to a, then g so that its columns sum to b; a pair of products in one pass over the kernel. */
  update(): void {
    const { a, b } = this;
    const [u, next, kernel, m] = [this.#u, this.#next, this.#kernel, b.length];
    next.fill(0);
    let [isSafe, error] = [true, 0];
    this.#weigh();
    for (let i = 0, row = 0; i < a.length; i++, row += m) {
      const mass = this.#rowMass(row);
      error += a[i]! * Math.abs(u[i]! * mass - 1);
      u[i] = 1 / mass;
      isSafe &&= isModerate(u[i]!);
      const factor = a[i]! * u[i]!;
      for (let j = 0; j < m; j++) next[j]! += kernel[row + j]! * factor;
    }
    for (let j = 0; j < m; j++) {
      next[j] = 1 / next[j]!;
      isSafe &&= isModerate(next[j]!);
    }
    this.rowError = error;
    if (isSafe) this.#v.set(next);
    else this.#recompute();
  }

  /** For a = b and a symmetric cost: f = g moves half of the way to where the rows would sum to a, which converges fast. */
  updateSymmetric(): void {
    const { a, f } = this;
    const [u, v, m] = [this.#u, this.#v, a.length];
    let [isSafe, error] = [true, 0];
    this.#weigh();
    for (let i = 0; i < m; i++) {
      const mass = this.#rowMass(i * m);
      error += a[i]! * Math.abs(u[i]! * mass - 1);
      u[i] = Math.sqrt(u[i]! / mass);
      isSafe &&= isModerate(u[i]!);
    }
    this.rowError = error;
    if (isSafe) {
      v.set(u);
      return;
    }
    u.set(v);
    this.absorb();
    const next = f.map((value, i) => (value + this.#softMinimum(i, true)) / 2);
    f.set(next);
    this.g.set(next);
    this.absorb();
  }

  #weigh(): void {
    for (let j = 0; j < this.b.length; j++) this.#weighted[j] = this.b[j]! * this.#v[j]!;
  }

  #rowMass(row: number): number {
    const [kernel, weighted] = [this.#kernel, this.#weighted];
    let mass = 0;
    for (let j = 0; j < weighted.length; j++) mass += kernel[row + j]! * weighted[j]!;
    return mass;
  }

  /** Both updates in the log domain, by f_i = −ε ln Σ_j b_j e^{(g_j − C_ij)/ε}. */
  #recompute(): void {
    const { f, g } = this;
    this.#u.fill(1);
    for (let j = 0; j < g.length; j++) g[j]! += this.epsilon * Math.log(this.#v[j]!);
    this.#v.fill(1);
    for (let i = 0; i < f.length; i++) f[i] = this.#softMinimum(i, true);
    for (let j = 0; j < g.length; j++) g[j] = this.#softMinimum(j, false);
    this.absorb();
  }

  #softMinimum(at: number, isRow: boolean): number {
    const { a, b, f, g, cost, epsilon } = this;
    const m = g.length;
    const [weights, prices] = isRow ? [b, g] : [a, f];
    const place = (k: number) => (isRow ? at * m + k : k * m + at);
    let top = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < prices.length; k++)
      if (weights[k]! > 0) top = Math.max(top, prices[k]! - cost[place(k)]!);
    let total = 0;
    for (let k = 0; k < prices.length; k++)
      total += weights[k]! * Math.exp((prices[k]! - cost[place(k)]! - top) / epsilon);
    return -top - epsilon * Math.log(total);
  }

  /** P as the potentials say. */
  plan(): Float64Array {
    const { a, b } = this;
    const [u, v, kernel, m] = [this.#u, this.#v, this.#kernel, b.length];
    const plan = new Float64Array(kernel.length);
    for (let i = 0, place = 0; i < a.length; i++)
      for (let j = 0; j < m; j++, place++) plan[place] = kernel[place]! * (a[i]! * u[i]!) * (b[j]! * v[j]!);
    return plan;
  }

  /** ⟨f, a⟩ + ⟨g, b⟩ − ε (ΣP − 1) ≤ the least regularized cost; call `absorb` before. */
  dual(plan: Float64Array): number {
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((total, value, i) => total + value * y[i]!, 0);
    const mass = plan.reduce((total, value) => total + value, 0);
    return dot(this.f, this.a) + dot(this.g, this.b) - this.epsilon * (mass - 1);
  }
}

/** Beyond these bounds a factor is absorbed into the potentials; NaN and 1/0 are beyond them. */
function isModerate(factor: number): boolean {
  return factor > 1e-60 && factor < 1e60;
}
