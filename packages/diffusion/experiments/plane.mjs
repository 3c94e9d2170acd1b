/** Distributions in the plane, and the distance between two samples of one. */
import { costMatrix, earthMover } from "@elbowjs/divergences";
import { defaultRng } from "@elbowjs/numpy-random";

const points = (n, seed, point) => {
  const random = defaultRng([seed, 7]);
  return Float32Array.from(Array.from({ length: n }, () => point(random)).flat());
};

/** n points of each distribution as numbers, x and y in turn. */
export const plane = {
  "8 Gaussians": (n, seed) =>
    points(n, seed, (random) => {
      const angle = (Number(random.integers(0, 8)) * Math.PI) / 4;
      return [2 * Math.cos(angle) + random.normal(0, 0.1), 2 * Math.sin(angle) + random.normal(0, 0.1)];
    }),
  "two moons": (n, seed) =>
    points(n, seed, (random) => {
      const [angle, side] = [random.random() * Math.PI, random.random() < 0.5 ? 1 : -1];
      const [x, y] = [side * Math.cos(angle) + (1 - side) / 2, side * Math.sin(angle) + (1 - side) / 4];
      return [x + random.normal(0, 0.05), y + random.normal(0, 0.05)];
    }),
  spiral: (n, seed) =>
    points(n, seed, (random) => {
      const angle = 3 * Math.PI * Math.sqrt(random.random());
      const radius = angle / (1.5 * Math.PI);
      return [
        radius * Math.cos(angle) + random.normal(0, 0.05),
        radius * Math.sin(angle) + random.normal(0, 0.05),
      ];
    }),
};

/** The 2-Wasserstein distance of two samples of the plane of one size, exactly. */
export function w2(x, y) {
  const n = x.length / 2;
  const mass = new Float64Array(n).fill(1 / n);
  const cost = costMatrix({ data: x, shape: [n, 2] }, { data: y, shape: [n, 2] });
  return Math.sqrt(earthMover(mass, mass, cost).cost);
}
