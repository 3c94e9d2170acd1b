import { expect, it } from "vitest";
import {
  cellOf,
  clouds,
  elbowCurve,
  elbowOf,
  inertia,
  lloydStep,
  mulberry32,
  nearest,
  type Point,
  seeding,
} from "../live/front/plane-k-means.js";

it("elbowOf(elbowCurve(clouds(n))) is n, for two to five clouds well apart", () => {
  for (const count of [2, 3, 4, 5])
    for (const seed of [1, 2, 3]) {
      const points = clouds(count, 96, mulberry32(seed));
      const values = elbowCurve(points, 8, seed).map((found) => found.inertia);
      for (let i = 1; i < values.length; i++) expect(values[i]!).toBeLessThan(values[i - 1]!);
      expect(elbowOf(values), `${count} clouds, seed ${seed}`).toBe(count);
    }
});

it("lloydStep never raises the inertia, and a centre without points stays", () => {
  const random = mulberry32(7);
  const points = clouds(4, 50, random);
  let centers: Point[] = [...seeding(points, 3, random), [-9, -9]];
  for (let i = 0; i < 10; i++) {
    const next = lloydStep(points, centers);
    expect(inertia(points, next)).toBeLessThanOrEqual(inertia(points, centers) + 1e-12);
    centers = next;
  }
  expect(centers[3]).toEqual([-9, -9]);
});

it("cellOf(j, centers) is where centre j is the nearest: the cells fill the square", () => {
  const random = mulberry32(3);
  const centers = Array.from({ length: 6 }, (): Point => [random(), random()]);
  const area = (cell: readonly Point[]): number =>
    cell.reduce((sum, [x, y], i) => {
      const [nx, ny] = cell[(i + 1) % cell.length]!;
      return sum + (x * ny - nx * y) / 2;
    }, 0);
  const cells = centers.map((_, j) => cellOf(j, centers));
  expect(cells.reduce((sum, cell) => sum + area(cell), 0)).toBeCloseTo(1, 10);
  for (const [j, cell] of cells.entries()) {
    const middle = cell.reduce(([x, y], [px, py]): Point => [x + px / cell.length, y + py / cell.length], [
      0, 0,
    ] as Point);
    expect(nearest(middle, centers)).toBe(j);
  }
});
