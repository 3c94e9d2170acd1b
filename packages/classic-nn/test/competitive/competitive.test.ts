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
  type WeightRounding,
  winnerTakeAllStep,
} from "../../src/index.js";
import { countDots } from "../count-dots.js";
import fixture from "../fixtures/hebbian-competitive.json" with { type: "json" };
import worked from "../fixtures/worked-examples.json" with { type: "json" };

function expectRows(
  actual: readonly ArrayLike<number>[],
  expected: readonly ArrayLike<number>[],
  tolerance = 1e-12,
) {
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
  it("winnerTakeAllStep(…, { roundWeights }) rounds the winner's weights, a half either way", () => {
    const from = (roundWeights: WeightRounding) => [
      ...winnerTakeAllStep([[0, 2, 4, 0]], [1, 3, 4.2, -1], { roundWeights }).weights[0]!,
    ]; // before rounding 0.5, 2.5, 4.1, −0.5
    expect(from(true)).toEqual([0, 2, 4, 0]);
    expect(from("half-to-zero")).toEqual([0, 2, 4, 0]);
    expect(from("half-from-zero")).toEqual([1, 3, 4, -1]);
    expect(from(false)).toEqual([0.5, 2.5, 4.1, -0.5]);
  });
  it("winnerTakeAllStep leaves the losers unrounded", () => {
    expectRows(winnerTakeAllStep([[0.1], [5.4]], [0.2], { roundWeights: true }).weights, [[0], [5.4]]);
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
  it("the lecture's start: the second neuron wins x₁, x₂, x₃, x₅, the first x₆, x₄ is a draw", () => {
    const start = lectureCompetitive.points.map((x) =>
      findWinner(lectureCompetitive.initial, x, { competition: "output" }),
    );
    const printed = [
      [0.8, 1],
      [0.72, 0.91],
      [0.8, 1.01],
      [0.8, 0.8],
      [0.88, 0.89],
      [0.8, 0.79],
    ];
    expectRows(
      start.map(({ scores }) => scores),
      printed,
    );
    expectRows(
      start.map(({ scores }) => scores),
      worked.startOutputs,
    );
    expect(start.map(({ best }) => best)).toEqual([[1], [1], [1], [0, 1], [1], [0]]);
  });
  it("the lecture's run has every printed weight and output", () => {
    const trace = competitiveTrace(lectureCompetitive.points, lectureCompetitive.initial, lectureCompetitive);
    const outputs = [
      [0.8, 1],
      [0.72, 1.405],
      [0.8, 1.7775],
      [0.8, 0.025],
      [1.49, 0.12125],
      [1.825, -0.06875],
    ];
    const winners = [
      [0.95, 0.55],
      [0.925, 0.775],
      [0.9625, 0.9375],
      [0.9, -0.5],
      [1, -0.75],
      [1, -0.925],
    ];
    expect(trace.steps.map(({ winner }) => winner)).toEqual([1, 1, 1, 0, 0, 0]);
    trace.steps.forEach(({ scores, winner, weights }, n) => {
      expectRows([scores], [outputs[n]!]);
      expectRows([weights[winner]!], [winners[n]!]);
      expectRows(weights, worked.competitive[n]!.weights);
    });
    expectRows(trace.weights, [
      [1, -0.925],
      [0.9625, 0.9375],
    ]);
  });

  const rounds = (roundWeights: WeightRounding) =>
    competitiveTrace(mockQuestion2.points, mockQuestion2.initial, { ...mockQuestion2, roundWeights });
  const expectRun = (trace: ReturnType<typeof competitiveTrace>, expected: typeof worked.mock2ToZero) => {
    expect(trace.steps.length).toBe(8);
    trace.steps.forEach((step, n) => {
      expect(step.winner).toBe(expected[n]!.winner);
      expectRows([step.scores, step.updated], [expected[n]!.outputs, expected[n]!.before], 0);
      expectRows(step.weights, expected[n]!.weights, 0);
    });
  };
  it("mock question 2 gives the solution's eight rounded rows, halves going to zero", () => {
    const trace = competitiveTrace(mockQuestion2.points, mockQuestion2.initial, mockQuestion2);
    expectRun(trace, worked.mock2ToZero);
    expect(trace.steps.map(({ winner, output }) => [winner + 1, output])).toEqual([
      [1, 2],
      [1, 1],
      [2, 1],
      [2, 0],
      [1, 1],
      [1, 1],
      [2, 1],
      [2, 1],
    ]);
    expectRows(trace.weights, [
      [0, 1],
      [0, -1],
    ]);
    // x₂ draws at first: both outputs are 1.
    expect(trace.steps[1]!.best).toEqual([0, 1]);
  });
  it("mock question 2 with halves going the other way ends elsewhere and clusters alike", () => {
    const trace = rounds("half-from-zero");
    expectRun(trace, worked.mock2FromZero);
    expectRows(trace.weights, [
      [1, 1],
      [1, -1],
    ]);
    const clusters = (weights: readonly Float64Array[]) =>
      mockQuestion2.points.map((x) => findWinner(weights, x, { competition: "output" }).winner);
    expect(clusters(trace.weights)).toEqual([0, 0, 1, 1]);
    expect(clusters(rounds(true).weights)).toEqual([0, 0, 1, 1]);
  });
  it("mock question 2's fourth point is (−1, −1): with the misprint (−1, 1) the first neuron would win it", () => {
    expect(mockQuestion2.points[3]).toEqual([-1, -1]);
    const misprinted = competitiveTrace(
      [...mockQuestion2.points.slice(0, 3), [-1, 1]],
      mockQuestion2.initial,
      mockQuestion2,
    );
    expectRun(misprinted, worked.mock2Misprinted);
    expect(misprinted.steps[3]).toMatchObject({ winner: 0, output: 1 });
  });
  it("competitiveTrace refuses shapes and epochs that do not fit", () => {
    expect(() => competitiveTrace([[1, 2]], [[1, 2, 3]])).toThrow(
      "competitiveTrace: expected initial of shape [k, 2] to match points [1, 2], got [1, 3]",
    );
    expect(() => competitiveTrace([[1]], [[1]], { epochs: 0 })).toThrow(
      "competitiveTrace: expected epochs to be an integer in [1, 1000000], got 0",
    );
  });
});

describe("mock question 1", () => {
  const { points, initial, alternativeInitial } = mockQuestion1;
  it.each([
    ["from the second and third point", initial, worked.mock1, [0, 0, 1, 1]],
    ["from the means of {x₁, x₄} and {x₂, x₃}", alternativeInitial, worked.mock1Alternative, [0, 1, 1, 0]],
  ] as const)("Lloyd's algorithm %s", (_, start, expected, cells) => {
    const trace = lloydTrace(points, start);
    expect(trace.converged).toBe(true);
    expect(trace.steps.length).toBe(expected.length);
    trace.steps.forEach((step, n) => {
      expect(step.assignment).toEqual(cells);
      expectRows(step.centroids, expected[n]!.centres, 0);
      expectRows(step.moved, expected[n]!.moved, 1e-15);
      expect(Math.abs(step.inertia - expected[n]!.inertia)).toBeLessThan(1e-12);
    });
  });
  it("ends at ±(0.495, 1), and stays at (∓0.505, 0) from the other start", () => {
    expectRows(lloydTrace(points, initial).centroids, [
      [0.495, 1],
      [-0.495, -1],
    ]);
    expect(lloydTrace(points, alternativeInitial).steps.length).toBe(1);
  });
  it("the Voronoi cells before and after are cut by the bisectors of the centres", () => {
    const box = { xMin: -2, xMax: 2, yMin: -2, yMax: 2 };
    const trace = lloydTrace(points, initial);
    // Before: ‖p − (1, 1)‖² = ‖p − (0.01, −1)‖² is 1.98x + 4y = 0.9999; at x = ±2 that is y = −0.740025 and 1.239975.
    expectRows(voronoiCells(trace.steps[0]!.centroids, box)[0]!, [
      [2, -0.740025],
      [2, 2],
      [-2, 2],
      [-2, 1.239975],
    ]);
    // After: 0.495x + y = 0.
    expectRows(voronoiCells(trace.centroids, box)[0]!, [
      [2, -0.99],
      [2, 2],
      [-2, 2],
      [-2, 0.99],
    ]);
    // The other start: the x₂ axis.
    expectRows(voronoiCells(alternativeInitial, box)[0]!, [
      [-2, -2],
      [0, -2],
      [0, 2],
      [-2, 2],
    ]);
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
      "lloydTrace: expected maxSteps to be an integer ≥ 1, got 0",
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
    expect(countDots(svg)).toBe(4);
    expect(svg).toContain("neuron 2");
    expect(svg).not.toContain("NaN");
    expect(() => competitiveFigure(competitiveTrace([[1]], [[0]]))).toThrow(
      "competitiveFigure: expected points of shape [n, 2], got [1, 1]",
    );
  });
  it("voronoiFigure(trace, { step }) draws one polygon a cell and one dot a point", () => {
    const trace = lloydTrace(fixture.planar, fixture.planar.slice(0, 3));
    const first = voronoiFigure(trace, { step: 0 });
    expect(first.match(/fill-opacity="0.15"/g)).toHaveLength(3);
    expect(countDots(first)).toBe(30);
    expect(first).toContain("Lloyd&#39;s algorithm, round 1");
    expect(voronoiFigure(trace)).toContain(`round ${trace.steps.length}: inertia`);
    expect(() => voronoiFigure(trace, { step: 99 })).toThrow(
      `voronoiFigure: expected step to be an integer in [0, ${trace.steps.length}), got 99`,
    );
    expect(() => voronoiFigure(lloydTrace([[1]], [[0]]))).toThrow(
      "voronoiFigure: expected points of shape [n, 2], got [1, 1]",
    );
  });
});
