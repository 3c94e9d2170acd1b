/** A density on the line. */
export type Density = (x: number) => number;

/** What the data of the game are. */
export type LineData = "one" | "two";

const normal = (x: number, mean: number, deviation: number): number =>
  Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));

/** Densities of the data: one hump that the generator can make, and two that it cannot. */
export const lineData: Readonly<Record<LineData, Density>> = {
  one: (x) => normal(x, 1, 0.6),
  two: (x) => 0.5 * normal(x, -1.3, 0.45) + 0.5 * normal(x, 1.3, 0.45),
};

/** The part of the line that is drawn and integrated over; nothing of note lies outside. */
export const lineEnds = [-5, 5] as const;
const points = 401;
/** Places of the quadrature, and their distance. */
const h = (lineEnds[1] - lineEnds[0]) / (points - 1);
export const line: readonly number[] = Array.from({ length: points }, (_, i) => lineEnds[0] + i * h);

/** How a game is played. */
export interface LineGameSettings {
  readonly data: LineData;
  /** Steps of the discriminator before each of the generator. */
  readonly lead: number;
  /** Whether the generator minimises −E ln D, and not E ln(1 − D). */
  readonly nonSaturating: boolean;
}

const sigmoid = (a: number): number => 1 / (1 + Math.exp(-a));

/**
 * The game of a GAN on a line, with densities in place of samples: the generator G(z) = μ + σz of standard normal z has the
 * density N(μ, σ²), the discriminator is D(x) = sigmoid(a + bx + cx²), which holds the best one for two normal densities.
 * Gradients are exact integrals, by the rectangle rule.
 */
export class LineGame {
  mean = -2;
  deviation = 0.5;
  /** a, b, c. */
  weights: [number, number, number] = [0, 0, 0];
  steps = 0;
  /** Steps of the discriminator before each of the generator; may be changed in mid-game. */
  lead: number;
  readonly #settings: LineGameSettings;

  constructor(settings: LineGameSettings) {
    this.#settings = settings;
    this.lead = settings.lead;
  }

  p(x: number): number {
    return lineData[this.#settings.data](x);
  }
  q(x: number): number {
    return normal(x, this.mean, this.deviation);
  }
  discriminate(x: number): number {
    const [a, b, c] = this.weights;
    return sigmoid(a + b * x + c * x * x);
  }
  /** The best discriminator, p/(p + q). */
  best(x: number): number {
    const [p, q] = [this.p(x), this.q(x)];
    return p + q === 0 ? 0.5 : p / (p + q);
  }
  /** E ln D(x) + E ln(1 − D(G(z))). */
  value(): number {
    return (
      h *
      sum((x) => this.p(x) * Math.log(this.discriminate(x)) + this.q(x) * Math.log(1 - this.discriminate(x)))
    );
  }
  /** In which direction, and how strongly, the generator's point at x is moved by a step. */
  pull(x: number): number {
    const [, b, c] = this.weights;
    const slope = b + 2 * c * x;
    const d = this.discriminate(x);
    return slope * (this.#settings.nonSaturating ? 1 - d : d);
  }

  /** One step of the discriminator: up the gradient of the value by a, b, c, in Newton's way, damped. */
  trainDiscriminator(): void {
    const gradient = [0, 0, 0];
    const curvature = [0, 0, 0, 0, 0]; // sums of D(1 − D)(p + q)xⁿ
    for (const x of line) {
      const [p, q, d] = [this.p(x), this.q(x), this.discriminate(x)];
      const g = h * (p * (1 - d) - q * d);
      const w = h * (p + q) * d * (1 - d);
      for (let n = 0; n < 3; n++) gradient[n]! += g * x ** n;
      for (let n = 0; n < 5; n++) curvature[n]! += w * x ** n;
    }
    const direction = solve3(
      [0, 1, 2].map((i) => [0, 1, 2].map((j) => curvature[i + j]! + (i === j ? 1e-3 : 0))),
      gradient,
    );
    for (let n = 0; n < 3; n++) this.weights[n]! += 0.5 * Math.max(-2, Math.min(2, direction[n]!));
  }

  /** One step of the generator, down its loss by μ and σ. */
  trainGenerator(rate = 0.1): void {
    let [byMean, byDeviation] = [0, 0];
    for (const x of line) {
      const moved = h * this.q(x) * this.pull(x);
      byMean += moved;
      byDeviation += (moved * (x - this.mean)) / this.deviation;
    }
    this.mean = Math.max(-4, Math.min(4, this.mean + rate * byMean));
    this.deviation = Math.max(0.05, Math.min(3, this.deviation + rate * byDeviation));
  }

  /** A round: so many steps of the discriminator as it leads by, and one of the generator. */
  round(): void {
    for (let i = 0; i < this.lead; i++) this.trainDiscriminator();
    this.trainGenerator();
    this.steps++;
  }
}

const sum = (f: (x: number) => number): number => line.reduce((total, x) => total + f(x), 0);

/** Solves three equations by Cramer's rule. */
function solve3(m: readonly (readonly number[])[], v: readonly number[]): number[] {
  const determinant = (rows: readonly (readonly number[])[]): number => {
    const [[a = 0, b = 0, c = 0] = [], [d = 0, e = 0, f = 0] = [], [g = 0, k = 0, i = 0] = []] = rows;
    return a * (e * i - f * k) - b * (d * i - f * g) + c * (d * k - e * g);
  };
  const whole = determinant(m);
  return [0, 1, 2].map(
    (column) => determinant(m.map((row, r) => row.map((x, j) => (j === column ? v[r]! : x)))) / whole,
  );
}
