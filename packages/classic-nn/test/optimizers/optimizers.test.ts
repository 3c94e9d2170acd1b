import { describe, expect, it } from "vitest";
import {
  adagrad,
  adam,
  adamW,
  momentum,
  nesterov,
  type Optimizer,
  objectiveFigure,
  optimizerFigure,
  optimizerPathFigure,
  optimizerTrace,
  rmsprop,
  rosenbrock,
  sgd,
} from "../../src/index.js";
import fixture from "../fixtures/optimizers.json" with { type: "json" };

type Make = (options?: object) => Optimizer<unknown>;
const makers = { sgd, momentum, nesterov, adagrad, rmsprop, adam, adamW } as unknown as Record<string, Make>;

/** The gradient of make-optimizers.py. */
const gradient = (w: ArrayLike<number>, t: number) =>
  fixture.curvature.map((c, i) => c * w[i]! + (((7 * t + 3 * i) % 11) - 5) / 10);

describe("optimisers", () => {
  it.each(fixture.trajectories)(
    "$name($options) follows torch.optim over 100 steps",
    ({ name, options, path }) => {
      const optimizer = makers[name]!(options);
      let w: ArrayLike<number> = fixture.start;
      let state = optimizer.init(4);
      path.forEach((expected, t) => {
        ({ w, state } = optimizer.step(w, gradient(w, t), state));
        expected.forEach((value, i) => {
          expect(Math.abs(w[i]! - value)).toBeLessThanOrEqual(1e-10);
        });
      });
    },
  );
  it.each(Object.keys(makers))("%s leaves w, g and the state alone, so a step can be replayed", (name) => {
    const optimizer = makers[name]!();
    const w = Float64Array.of(1, -2);
    const g = Float64Array.of(0.5, 3);
    const { state } = optimizer.step(w, g, optimizer.init(2));
    const once = optimizer.step(w, g, state);
    expect(optimizer.step(w, g, state)).toEqual(once);
    expect([...w, ...g]).toEqual([1, -2, 0.5, 3]);
  });
  it("adam's first step has length η whatever the scale of the gradient: bias correction", () => {
    for (const scale of [1e-3, 1, 1e6]) {
      const { w } = adam({ learningRate: 0.1 }).step([0], [-scale], adam().init(1));
      expect(w[0]).toBeCloseTo(0.1, 5);
    }
  });
  it("adamW with λ = 0 is adam, and its decay does not depend on the gradient", () => {
    const plain = adam({ learningRate: 0.1 });
    expect(adamW({ learningRate: 0.1, weightDecay: 0 }).step([1, 2], [3, -4], plain.init(2))).toEqual(
      plain.step([1, 2], [3, -4], plain.init(2)),
    );
    expect(adamW({ learningRate: 0.1, weightDecay: 0.5 }).step([1, 2], [0, 0], plain.init(2)).w).toEqual(
      Float64Array.of(0.95, 1.9),
    );
  });
  it("momentum on a steady slope reaches steps of η/(1 − μ)", () => {
    const optimizer = momentum({ learningRate: 0.1, momentum: 0.5 });
    let [w, state] = [Float64Array.of(0), optimizer.init(1)];
    for (let t = 0; t < 60; t++) ({ w, state } = optimizer.step(w, [1], state) as never);
    expect(w[0]! - optimizer.step(w, [1], state).w[0]!).toBeCloseTo(0.2, 12);
  });
  it("rmsprop centred on a constant gradient stays finite: the variance is never below zero", () => {
    const optimizer = rmsprop({ centered: true, alpha: 0.1 });
    let [w, state] = [Float64Array.of(0), optimizer.init(1)];
    for (let t = 0; t < 50; t++) ({ w, state } = optimizer.step(w, [0.1], state) as never);
    expect(Number.isFinite(w[0])).toBe(true);
  });
  it("optimisers refuse settings outside their intervals", () => {
    expect(() => sgd({ learningRate: 0 })).toThrow("sgd: expected learningRate in (0, ∞), got 0");
    expect(() => sgd({ weightDecay: -1 })).toThrow("sgd: expected weightDecay in [0, ∞), got -1");
    expect(() => momentum({ momentum: 1 })).toThrow("momentum: expected momentum in [0, 1), got 1");
    expect(() => momentum({ dampening: 2 })).toThrow("momentum: expected dampening in [0, 1], got 2");
    expect(() => nesterov({ momentum: -0.1 })).toThrow("nesterov: expected momentum in [0, 1), got -0.1");
    expect(() => adagrad({ epsilon: 0 })).toThrow("adagrad: expected epsilon in (0, ∞), got 0");
    expect(() => rmsprop({ alpha: 1 })).toThrow("rmsprop: expected alpha in [0, 1), got 1");
    expect(() => adam({ beta2: Number.NaN })).toThrow("adam: expected beta2 in [0, 1), got NaN");
    expect(() => adamW({ weightDecay: Number.POSITIVE_INFINITY })).toThrow(
      "adamW: expected weightDecay in [0, ∞), got Infinity",
    );
  });
  it.each(Object.keys(makers))("%s refuses a gradient of another shape or with NaN", (name) => {
    const optimizer = makers[name]!();
    expect(() => optimizer.step([1, 2], [1], optimizer.init(2))).toThrow(
      `${name}: expected g of shape [2] to match w, got [1]`,
    );
    expect(() => optimizer.step([1, 2], [1, Number.NaN], optimizer.init(2))).toThrow(
      `${name}: expected a finite gradient, got NaN at [1]; has the run diverged?`,
    );
  });
});

describe("optimizerTrace", () => {
  const trace = optimizerTrace(momentum({ learningRate: 1e-3 }), rosenbrock, [-1, 1], { steps: 20 });
  it("optimizerTrace keeps w, gradient, objective and state of every step", () => {
    expect(trace.steps).toHaveLength(21);
    expect(trace.diverged).toBe(false);
    const [first, second] = trace.steps;
    expect(first).toMatchObject({ t: 0, objective: 4, state: { velocity: null } });
    expect([...first!.g]).toEqual([-4, 0]);
    expect(second!.w[0]).toBeCloseTo(-0.996, 12);
    expect(second!.state.velocity).toEqual(first!.g);
  });
  it("rosenbrock has its minimum 0 at (1, 1), and the gradient of its value", () => {
    expect(rosenbrock.value(Float64Array.of(1, 1))).toBe(0);
    expect(Array.from(rosenbrock.gradient(Float64Array.of(1, 1)), Math.abs)).toEqual([0, 0]);
    const w = Float64Array.of(0.3, -0.7);
    const g = rosenbrock.gradient(w);
    for (const i of [0, 1]) {
      const up = w.with(i, w[i]! + 6e-6);
      const down = w.with(i, w[i]! - 6e-6);
      expect((rosenbrock.value(up) - rosenbrock.value(down)) / 12e-6).toBeCloseTo(g[i]!, 6);
    }
  });
  it("optimizerTrace stops where a run leaves the finite numbers and says so", () => {
    const wild = optimizerTrace(sgd({ learningRate: 1 }), rosenbrock, [-1.2, 1], { steps: 100 });
    expect(wild.diverged).toBe(true);
    expect(wild.steps.length).toBeLessThan(20);
    expect(wild.steps.every(({ objective }) => Number.isFinite(objective))).toBe(true);
  });
  it("optimizerTrace refuses a start, gradient or steps that do not fit", () => {
    expect(() => optimizerTrace(sgd(), rosenbrock, [])).toThrow(
      "optimizerTrace: expected start of shape [d ≥ 1], got [0]",
    );
    expect(() => optimizerTrace(sgd(), rosenbrock, [1, 2, 3])).toThrow(
      "rosenbrock: expected w of shape [2], got [3]",
    );
    expect(() => optimizerTrace(sgd(), { value: () => 0, gradient: () => [1, 2] }, [1, 2, 3])).toThrow(
      "optimizerTrace: expected gradient(w) of shape [3] to match start, got [2]",
    );
    expect(() => optimizerTrace(sgd(), rosenbrock, [1, 2], { steps: -1 })).toThrow(
      "optimizerTrace: expected steps to be an integer in [0, 1000000], got -1",
    );
  });
  it("optimizerFigure, optimizerPathFigure and objectiveFigure draw each run under its name", () => {
    const other = optimizerTrace(adam({ learningRate: 0.1 }), rosenbrock, [-1, 1], { steps: 5 });
    for (const svg of [
      optimizerFigure([trace, other]),
      optimizerPathFigure(rosenbrock, [trace, other]),
      objectiveFigure([
        { name: "Momentum", losses: [1, 0.5] },
        { name: "Adam", losses: [0.9, 0.2] },
      ]),
    ]) {
      expect(svg).toMatch(/^<svg /);
      expect(svg).toContain(">Momentum</text>");
      expect(svg).toContain(">Adam</text>");
      expect(svg).not.toContain("NaN");
    }
    const long = optimizerTrace(sgd(), { value: () => 0, gradient: () => [0] }, [1], { steps: 1 });
    expect(() => optimizerPathFigure(rosenbrock, [long])).toThrow(
      "optimizerPathFigure: expected w of shape [2], got [1] in SGD",
    );
  });
});
