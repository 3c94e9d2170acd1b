import { expectClose } from "@elbowjs/test-kit/expect-close";
import { Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  type Activation,
  activate,
  add,
  backward,
  computationOrder,
  gradientCheck,
  graphDot,
  graphFigure,
  hadamard,
  halfSquaredNorm,
  leaf,
  logistic,
  type MatrixNode,
  matMul,
  relu,
  subtract,
  tanh,
  threeLayerLeaves,
  threeLayerTrace,
} from "../../src/index.js";
import torch from "../fixtures/matrix-autodiff.json" with { type: "json" };

describe("CSCI 5527, homework 3, problem 1", () => {
  it("Y begins as NumPy's default_rng(55272022).standard_normal((2, 50))", () => {
    const { Y } = threeLayerLeaves();
    expect(
      Y.getRow(0)
        .slice(0, 3)
        .map((v) => v.toFixed(8)),
    ).toEqual(["0.20732625", "-0.30036174", "-0.86705763"]);
  });

  it("the sizes are the problem's: Y 2×50, X 5×50, W₁ 4×5, W₂ 3×4, W₃ 2×3", () => {
    const { Y, X, W1, W2, W3 } = threeLayerLeaves();
    expect([Y, X, W1, W2, W3].map((m) => [m.rows, m.columns])).toEqual([
      [2, 50],
      [5, 50],
      [4, 5],
      [3, 4],
      [2, 3],
    ]);
  });

  it("threeLayerTrace() is the problem: all V.v and V.g to the four digits asked for, and f = 75.5710", () => {
    const { nodes, node } = threeLayerTrace();
    expect(nodes.map((n) => n.name).toSorted()).toEqual(Object.keys(torch.problem).toSorted());
    const digits = (rows: number[][]) => rows.flat().map((v) => v.toFixed(4));
    for (const name of Object.keys(torch.problem) as (keyof typeof torch.problem)[]) {
      expect(digits(node[name].v.to2DArray())).toEqual(digits(torch.problem[name].v));
      expect(digits(node[name].g.to2DArray())).toEqual(digits(torch.problem[name].g));
    }
    expect(node.z.v.get(0, 0).toFixed(4)).toBe("75.5710");
    // The problem's own steps: D.g = D.v and V5.g = −D.g.
    expect(node.D.g.to2DArray()).toEqual(node.D.v.to2DArray());
    expect(Matrix.add(node.V5.g, node.D.g).norm()).toBe(0);
  });

  it("another σ gives another f: the problem's ReLU is not the logistic function", () => {
    expect(threeLayerTrace(threeLayerLeaves(), logistic()).node.z.v.get(0, 0).toFixed(4)).not.toBe("75.5710");
  });

  const problems: [keyof typeof torch, Activation, Parameters<typeof threeLayerLeaves>][] = [
    ["problem", relu, []],
    ["logistic", logistic(), [{ outputs: 1, inputs: 2, hidden: [3, 2], points: 6 }, 9]],
    ["tanh", tanh, [{ outputs: 3, inputs: 4, hidden: [2, 6], points: 5 }, 10]],
  ];
  for (const [name, sigma, problem] of problems)
    it(`with ${name}: v and g of all 12 nodes equal PyTorch's`, () => {
      const { nodes, node } = threeLayerTrace(threeLayerLeaves(...problem), sigma);
      expect(nodes.length).toBe(12);
      for (const key of Object.keys(torch[name]) as (keyof (typeof torch)["problem"])[]) {
        expectClose(node[key].v, torch[name][key].v, { rtol: 1e-12, atol: 1e-13 });
        expectClose(node[key].g, torch[name][key].g, { rtol: 1e-10, atol: 1e-12 });
      }
    });

  it("the gradients of Y, X, W₁, W₂, W₃ agree with central differences, and one of a wrong sign does not", () => {
    const leaves = threeLayerLeaves({ outputs: 2, inputs: 3, hidden: [3, 2], points: 4 }, 5);
    const names = ["Y", "X", "W1", "W2", "W3"] as const;
    const build = (p: ArrayLike<number>) => {
      const values = Array.from(p);
      const [Y, X, W1, W2, W3] = names.map((name) =>
        Matrix.from1DArray(leaves[name].rows, leaves[name].columns, values.splice(0, leaves[name].size)),
      ) as [Matrix, Matrix, Matrix, Matrix, Matrix];
      return threeLayerTrace({ Y, X, W1, W2, W3 }).node;
    };
    const f = (p: ArrayLike<number>) => build(p).z.v.get(0, 0);
    const g = (p: ArrayLike<number>) => names.flatMap((name) => build(p)[name].g.to1DArray());
    const at = names.flatMap((name) => leaves[name].to1DArray());
    expect(gradientCheck(f, g, at).passes).toBe(true);
    // Under ReLU some entries are 0, whose sign does not matter: turn the last that is not.
    const turned = g(at).findLastIndex((value) => value !== 0);
    expect(gradientCheck(f, (p) => g(p).map((value, i) => (i === turned ? -value : value)), at).passes).toBe(
      false,
    );
  });
});

describe("each operation's gradient agrees with central differences", () => {
  const a = new Matrix([
    [0.3, -1.2],
    [2, 0.7],
  ]);
  const b = new Matrix([
    [1.1, 0.4],
    [-0.6, 0.9],
  ]);
  const operations: Record<string, (x: MatrixNode, y: MatrixNode) => MatrixNode> = {
    matMul: (x, y) => matMul(x, y),
    add: (x, y) => add(x, y),
    subtract: (x, y) => subtract(x, y),
    hadamard: (x, y) => hadamard(x, y),
    activate: (x, y) => hadamard(activate(x, tanh), y),
    "the same operand twice": (x, y) => matMul(hadamard(x, x), add(y, x)),
  };
  for (const [name, operation] of Object.entries(operations))
    it(name, () => {
      const run = (p: ArrayLike<number>) => {
        const values = Array.from(p);
        const [x, y] = [
          leaf(Matrix.from1DArray(2, 2, values.slice(0, 4))),
          leaf(Matrix.from1DArray(2, 2, values.slice(4))),
        ];
        const f = halfSquaredNorm(operation(x, y));
        backward(f);
        return { f: f.v.get(0, 0), g: [...x.g.to1DArray(), ...y.g.to1DArray()] };
      };
      const at = [...a.to1DArray(), ...b.to1DArray()];
      expect(
        gradientCheck(
          (p) => run(p).f,
          (p) => run(p).g,
          at,
        ).passes,
      ).toBe(true);
      // A gradient with its matrix transposed must not pass.
      const turned = (p: ArrayLike<number>) => {
        const g = run(p).g;
        return [g[0]!, g[2]!, g[1]!, ...g.slice(3)];
      };
      expect(gradientCheck((p) => run(p).f, turned, at).passes).toBe(false);
    });
});

it("backward(f) starts from zeros every time", () => {
  const x = leaf([[3]], "x");
  const f = halfSquaredNorm(x);
  backward(f);
  backward(f);
  expect(x.g.get(0, 0)).toBe(3);
});

it("computationOrder(f) lists every node once, after its operands", () => {
  const x = leaf([[1]], "x");
  const square = hadamard(x, x, "x²");
  const f = halfSquaredNorm(add(square, x, "s"), "f");
  expect(computationOrder(f).map((node) => node.name)).toEqual(["x", "x²", "s", "f"]);
});

it("graphDot(f) and graphFigure(f) draw the nodes with their shapes and an arrow from each operand", () => {
  const { node } = threeLayerTrace(threeLayerLeaves());
  const dot = graphDot(node.z);
  expect(dot).toContain('label="W1\\n[4, 5]"');
  expect(dot).toContain('label="V1\\nmatMul\\n[4, 50]"');
  expect((dot.match(/->/g) ?? []).length).toBe(11);
  expect(graphDot(leaf([[1]], 'a "quoted" name'))).toContain('a \\"quoted\\" name');
  const svg = graphFigure(node.z);
  expect(svg).toContain(">V1 = matMul<");
  expect(svg).toContain(">[2, 50]<");
  expect((svg.match(/marker-end/g) ?? []).length).toBe(11);
});

describe("refuses", () => {
  const wide = leaf([[1, 2]], "wide");
  const cases: [string, () => unknown, string][] = [
    [
      "a product that does not fit",
      () => matMul(wide, wide),
      "matMul: expected a right operand of shape [2, n] to match [1, 2], got [1, 2]",
    ],
    [
      "a sum that does not fit",
      () => add(wide, leaf([[1]])),
      "add: expected operands of one shape, got [1, 2] and [1, 1]",
    ],
    [
      "a difference that does not fit",
      () => subtract(wide, leaf([[1]])),
      "subtract: expected operands of one shape, got [1, 2] and [1, 1]",
    ],
    [
      "a Hadamard product that does not fit",
      () => hadamard(wide, leaf([[1]])),
      "hadamard: expected operands of one shape, got [1, 2] and [1, 1]",
    ],
    [
      "a result that is not 1×1",
      () => backward(wide),
      "backward: expected a result of shape [1, 1], got [1, 2]",
    ],
    ["a NaN leaf", () => leaf([[Number.NaN]], "W"), "leaf: expected finite W, got NaN at [0, 0]"],
    [
      "an empty leaf",
      () => leaf([]),
      "leaf: expected value of shape [n, d] with n ≥ 1 and d ≥ 1, got [0, 0]",
    ],
    [
      "a size of 0",
      () => threeLayerLeaves({ points: 0 }),
      "threeLayerLeaves: expected points to be an integer in [1, 4096], got 0",
    ],
  ];
  for (const [name, call, message] of cases)
    it(name, () => {
      expect(call).toThrow(new RangeError(message));
    });
});
