import { describe, expect, it } from "vitest";
import {
  competitiveFigure,
  competitiveTrace,
  findWinner,
  lectureCompetitive,
  lloydTrace,
  mockQuestion1,
  mockQuestion2,
  voronoiCells,
  voronoiFigure,
  winnerTakeAllStep,
} from "../../src/index.js";
import fixture from "../fixtures/hebbian-competitive.json" with { type: "json" };

function expectRows(actual: readonly ArrayLike<number>[], expected: number[][], tolerance = 1e-12) {
  expect(actual.length).toBe(expected.length);
  actual.forEach((row, j) => {
    expect(row.length).toBe(expected[j]!.length);
    for (let i = 0; i < row.length; i++)
      expect(Math.abs(row[i]! - expected[j]![i]!)).toBeLessThanOrEqual(tolerance);
  });
}

describe("findWinner", () => {
  it("findWinner(weights, x) is the nearest, with its scores", () => {
    expect(
      findWinner(
        [
          [0, 0],
          [3, 4],
          [1, 0],
        ],
        [1, 1],
      ),
    ).toEqual({ winner: 2, scores: [2, 13, 1], best: [2] });
  });
  it("findWinner(weights, x, { competition: 'output' }) is the largest output", () => {
    expect(
      findWinner(
        [
          [0, 0],
          [3, 4],
          [1, 0],
        ],
        [1, 1],
        { competition: "output" },
      ),
    ).toEqual({
      winner: 1,
      scores: [0, 7, 1],
      best: [1],
    });
  });
  it("findWinner gives a tie to the first or the last", () => {
    const weights = [
      [5, 5],
      [1, 0],
      [0, 1],
    ];
    expect(findWinner(weights, [1, 1])).toMatchObject({ winner: 1, best: [1, 2] });
    expect(findWinner(weights, [1, 1], { ties: "last" }).winner).toBe(2);
  });
  it("findWinner refuses no neurons, other shapes and NaN", () => {
    expect(() => findWinner([], [1])).toThrow(
      "findWinner: expected weights of shape [k, d] with k ≥ 1, got [0]",
    );
    expect(() => findWinner([[1, 2], [1]], [1, 2])).toThrow(
      "findWinner: expected weights of shape [k, 2] to match x [2], got [1] in row 1",
    );
    expect(() => findWinner([[1]], [Number.NaN])).toThrow(
      "findWinner: expected finite x and weights, got NaN scores",
    );
  });
});

describe("winnerTakeAllStep", () => {
  const weights = [
    [1, 0],
    [-1, 0],
  ];
  it("winnerTakeAllStep(weights, x) moves only the winner towards x", () => {
    const step = winnerTakeAllStep(weights, [2, 2], { learningRate: 0.25 });
    expect(step).toMatchObject({ winner: 0, output: 2, factor: 1 });
    expectRows(step.weights, [
      [1.25, 0.5],
      [-1, 0],
    ]);
    expect(weights).toEqual([
      [1, 0],
      [-1, 0],
    ]);
  });
  it("winnerTakeAllStep(…, { outputFactor }) multiplies the step by y", () => {
    const step = winnerTakeAllStep(weights, [0.6, 1], { outputFactor: true }); // y = 0.6, step ½·0.6·[−0.4, 1]
    expect(step.factor).toBe(0.6);
    expectRows(step.weights, [
      [0.88, 0.3],
      [-1, 0],
    ]);
  });
  it("winnerTakeAllStep(…, { outputFactor, rounding }) rounds y, halves away from zero", () => {
    const factorAt = (x0: number) =>
      winnerTakeAllStep([[1, 0]], [x0, 0], { outputFactor: true, rounding: true }).factor;
    expect([0.6, 0.4, -0.5, 0.5, 1.5, -2.4].map(factorAt)).toEqual([1, 0, -1, 1, 2, -2]);
  });
  it("winnerTakeAllStep rounds only what it multiplies by", () => {
    expect(winnerTakeAllStep(weights, [0.6, 1], { rounding: true })).toMatchObject({
      output: 0.6,
      factor: 1,
    });
  });
  it("winnerTakeAllStep with η = 1 puts the winner on the point", () => {
    expectRows(winnerTakeAllStep(weights, [0.3, 0.4], { learningRate: 1 }).weights, [
      [0.3, 0.4],
      [-1, 0],
    ]);
  });
  it("winnerTakeAllStep refuses rates and shapes that do not fit", () => {
    expect(() => winnerTakeAllStep(weights, [1, 1], { learningRate: 1.5 })).toThrow(
      "winnerTakeAllStep: expected learningRate in (0, 1], got 1.5",
    );
    expect(() => winnerTakeAllStep(weights, [1, 1, 1])).toThrow(
      "winnerTakeAllStep: expected row 0 of weights of shape [3], got [2]",
    );
  });
});

describe("competitiveTrace on the worked examples", () => {
  it("the lecture's run ends at [1, −0.925] and [0.9625, 0.9375]", () => {
    const { points, initial, ...options } = lectureCompetitive;
    const trace = competitiveTrace(points, initial, options);
    expectRows(trace.weights, [
      [1, -0.925],
      [0.9625, 0.9375],
    ]);
    expect(trace.steps.map(({ winner }) => winner)).toEqual([1, 0, 1, 0, 1, 0]);
  });
  it("mock question 1 read as two competing neurons also ends at ±[0.495, 1]", () => {
    const { points, initial, alternativeInitial, learningRate } = mockQuestion1;
    const mirrored = [...points, ...points.map((x) => x.map((value) => -value))];
    const trace = competitiveTrace(mirrored, [initial, alternativeInitial], { learningRate });
    expectRows(trace.weights, [
      [0.495, 1],
      [-0.495, -1],
    ]);
    const swapped = competitiveTrace(mirrored, [alternativeInitial, initial], { learningRate });
    expectRows(swapped.weights, [
      [-0.495, -1],
      [0.495, 1],
    ]);
  });
  const tableRow = (trace: ReturnType<typeof competitiveTrace>) =>
    trace.steps.map(({ winner, weights }) => [winner + 1, ...weights[winner]!]);
  const { points, initial, ...options } = mockQuestion2;
  it("mock question 2, tie to the first neuron: left against right", () => {
    const trace = competitiveTrace(points, initial, { ...options, ties: "first" });
    expect(trace.steps[0]!.best).toEqual([0, 1]);
    expect(tableRow(trace)).toEqual([
      [1, 1, 0.5],
      [1, 1, -0.25],
      [2, -0.5, 1],
      [2, -0.75, 0],
    ]);
  });
  it("mock question 2, tie to the last neuron: top against bottom", () => {
    const trace = competitiveTrace(points, initial, { ...options, ties: "last" });
    expect(tableRow(trace)).toEqual([
      [2, 0.5, 1],
      [1, 1, -0.5],
      [2, -0.25, 1],
      [1, 0, -0.75],
    ]);
  });
  it("mock question 2's fourth point is [−1, −1]: the misprint [−1, 1] gives another table", () => {
    expect(points[3]).toEqual([-1, -1]);
    const misprinted = competitiveTrace([...points.slice(0, 3), [-1, 1]], initial, options);
    expect(tableRow(misprinted)[3]).toEqual([2, -0.75, 1]);
  });
  it("competitiveTrace refuses shapes and epochs that do not fit", () => {
    expect(() => competitiveTrace([[1, 2]], [[1, 2, 3]])).toThrow(
      "competitiveTrace: expected initial of shape [k, 2] to match points [1, 2], got [1, 3]",
    );
    expect(() => competitiveTrace([[1]], [[1]], { epochs: 0 })).toThrow(
      "competitiveTrace: expected epochs an integer ≥ 1, got 0",
    );
  });
});

describe("lloydTrace", () => {
  const trace = lloydTrace(fixture.planar, fixture.planar.slice(0, 3));
  it("lloydTrace(points, initial) follows scikit-learn round by round", () => {
    fixture.lloydRounds.forEach((centroids, round) => {
      expectRows(trace.steps[round]!.moved, centroids, 1e-10);
    });
  });
  it("lloydTrace(points, initial) ends where scikit-learn ends", () => {
    expect(trace.converged).toBe(true);
    expectRows(trace.centroids, fixture.lloydCentroids, 1e-10);
    const last = trace.steps.at(-1)!;
    expect(last.assignment).toEqual(fixture.lloydLabels);
    expect(last.inertia).toBeCloseTo(fixture.lloydInertia, 9);
  });
  it("lloydTrace never raises the inertia", () => {
    trace.steps.slice(1).forEach((step, n) => {
      expect(step.inertia).toBeLessThanOrEqual(trace.steps[n]!.inertia);
    });
  });
  it("lloydTrace keeps the centroid of an empty cell and stops at maxSteps", () => {
    const kept = lloydTrace([[0], [1]], [[0.5], [9]]);
    expectRows(kept.centroids, [[0.5], [9]]);
    expect(kept.steps[0]).toMatchObject({ empty: [1], assignment: [0, 0], inertia: 0.5, tied: [] });
    expect(lloydTrace(fixture.planar, fixture.planar.slice(0, 3), { maxSteps: 1 })).toMatchObject({
      converged: false,
    });
  });
  it("lloydTrace gives a point in the middle to the first or the last, and says so", () => {
    const middle = [[-1], [0], [1]];
    expect(lloydTrace(middle, [[-1], [1]]).steps[0]).toMatchObject({ assignment: [0, 0, 1], tied: [1] });
    expect(lloydTrace(middle, [[-1], [1]], { ties: "last" }).steps[0]).toMatchObject({
      assignment: [0, 1, 1],
    });
  });
  it("lloydTrace refuses shapes and maxSteps that do not fit", () => {
    expect(() => lloydTrace([[1, 2]], [[1]])).toThrow(
      "lloydTrace: expected initial of shape [k, 2] to match points [1, 2], got [1, 1]",
    );
    expect(() => lloydTrace([[1]], [[1]], { maxSteps: 0 })).toThrow(
      "lloydTrace: expected maxSteps an integer ≥ 1, got 0",
    );
  });
});

describe("voronoiCells", () => {
  const box = { xMin: -2, xMax: 6, yMin: -3, yMax: 5 };
  const area = (polygon: number[][]) =>
    polygon.reduce((total, [x, y], n) => {
      const [u, v] = polygon[(n + 1) % polygon.length]!;
      return total + (x! * v! - u! * y!) / 2;
    }, 0);
  it("voronoiCells of two sites cuts the box on the perpendicular bisector", () => {
    const cells = voronoiCells(
      [
        [0, 0],
        [2, 0],
      ],
      box,
    );
    expectRows(cells[0]!, [
      [-2, -3],
      [1, -3],
      [1, 5],
      [-2, 5],
    ]);
    expectRows(cells[1]!, [
      [1, -3],
      [6, -3],
      [6, 5],
      [1, 5],
    ]);
  });
  it("voronoiCells tile the box, counter-clockwise, and every corner has its own site nearest", () => {
    const sites = fixture.planar.slice(8, 18);
    const cells = voronoiCells(sites, box);
    expect(cells.reduce((total, cell) => total + area(cell), 0)).toBeCloseTo(64, 9);
    cells.forEach((cell, j) => {
      expect(area(cell)).toBeGreaterThanOrEqual(0);
      for (const corner of cell) {
        const { scores } = findWinner(sites, corner);
        expect(scores[j]! - Math.min(...scores)).toBeLessThan(1e-9);
      }
    });
  });
  it("voronoiCells gives no polygon to a site whose cell is outside the box", () => {
    expect(
      voronoiCells(
        [
          [0, 0],
          [100, 0],
        ],
        box,
      )[1],
    ).toEqual([]);
  });
  it("voronoiCells refuses sites off the plane and empty boxes", () => {
    expect(() => voronoiCells([[1, 2, 3]], box)).toThrow(
      "voronoiCells: expected sites of shape [k, 2], got [1, 3]",
    );
    expect(() => voronoiCells([[1, 2]], { ...box, xMax: -2 })).toThrow(RangeError);
  });
});

describe("competitive figures", () => {
  it("competitiveFigure(trace) draws the points and the way of each neuron", () => {
    const { points, initial, ...options } = mockQuestion2;
    const svg = competitiveFigure(competitiveTrace(points, initial, options));
    expect(svg.match(/<circle/g)).toHaveLength(4);
    expect(svg).toContain("neuron 2");
    expect(svg).not.toContain("NaN");
    expect(() => competitiveFigure(competitiveTrace([[1]], [[0]]))).toThrow(
      "competitiveFigure: expected points of shape [n, 2], got [1, 1]",
    );
  });
  it("voronoiFigure(trace, { step }) draws one polygon a cell and one dot a point", () => {
    const trace = lloydTrace(fixture.planar, fixture.planar.slice(0, 3));
    const first = voronoiFigure(trace, { step: 0 });
    expect(first.match(/<polygon/g)).toHaveLength(3);
    expect(first.match(/<circle/g)).toHaveLength(30);
    expect(first).toContain("Lloyd's algorithm, round 1");
    expect(voronoiFigure(trace)).toContain(`round ${trace.steps.length}: inertia`);
    expect(() => voronoiFigure(trace, { step: 99 })).toThrow(
      `voronoiFigure: expected step an integer in [0, ${trace.steps.length}), got 99`,
    );
    expect(() => voronoiFigure(lloydTrace([[1]], [[0]]))).toThrow(
      "voronoiFigure: expected points of shape [n, 2], got [1, 1]",
    );
  });
});
