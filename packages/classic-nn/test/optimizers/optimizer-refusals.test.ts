import { describe, expect, it } from "vitest";
import { adagrad, adam, adamW, momentum, nesterov, type Optimizer, rmsprop, sgd } from "../../src/index.js";

const makers = { sgd, momentum, nesterov, adagrad, rmsprop, adam, adamW } as unknown as Record<
  string,
  (options?: object) => Optimizer<unknown>
>;

describe.each(Object.keys(makers))("%s", (name) => {
  const make = makers[name]!;
  it("refuses options that do not exist", () => {
    expect(() => make({ lr: 0.1 })).toThrow(TypeError);
    expect(() => make({ lr: 0.1 })).toThrow(/expected the options learningRate, .*got lr/);
    expect(() => make({ learningrate: 0.1 })).toThrow("did you mean learningRate?");
  });
  it("refuses settings outside their intervals, and what is no number", () => {
    expect(() => make({ learningRate: 0 })).toThrow(`${name}: expected learningRate in (0, ∞), got 0`);
    expect(() => make({ learningRate: "0.1" })).toThrow(TypeError);
  });
  it("refuses a gradient of another length", () => {
    const optimizer = make();
    expect(() => optimizer.step([1, 2], [1], optimizer.init(2))).toThrow(/expected g of shape \[2\]/);
  });
});

describe.each(["momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamW"])("%s", (name) => {
  it("refuses the state of another size, and cuts nothing", () => {
    const optimizer = makers[name]!();
    // A velocity is there after the first step only.
    const { state } = optimizer.step([1, 2], [1, 1], optimizer.init(2));
    expect(() => optimizer.step([1, 2, 3], [1, 1, 1], state)).toThrow(
      /expected state\.\w+ of shape \[3\] to match w, got \[2\]; init makes a state for its size/,
    );
    expect(optimizer.step([1, 2], [1, 1], state).w.length).toBe(2);
  });
});
