import { ganValue, optimalDiscriminator } from "@elbowjs/gan";
import { describe, expect, it } from "vitest";
import { LineGame, lineEnds } from "../live/gan/line-game.js";

const settings = { data: "one", lead: 1, nonSaturating: true } as const;

describe("LineGame", () => {
  it("has the value of the package, for its own discriminator and for the best one", () => {
    const game = new LineGame(settings);
    game.mean = 0;
    game.weights = [0.3, 0.5, -0.2];
    const [p, q] = [(x: number) => game.p(x), (x: number) => game.q(x)];
    const options = { interval: lineEnds, discriminator: (x: number) => game.discriminate(x) };
    expect(game.value()).toBeCloseTo(ganValue(p, q, options).value, 8);
    for (const x of [-1, 0.2, 2]) expect(game.best(x)).toBeCloseTo(optimalDiscriminator(p, q)(x), 12);
  });

  it("a discriminator that is trained alone comes to the best one, p/(p + q)", () => {
    const game = new LineGame(settings);
    game.mean = 0.2;
    for (let i = 0; i < 300; i++) game.trainDiscriminator();
    for (const x of [-0.5, 0, 0.5, 1, 1.5]) expect(game.discriminate(x)).toBeCloseTo(game.best(x), 2);
  });

  it("G finds one hump, D then says ½, and the value is −ln 4", () => {
    const game = new LineGame({ ...settings, lead: 5 });
    for (let i = 0; i < 600; i++) game.round();
    expect(game.mean).toBeCloseTo(1, 1);
    expect(game.deviation).toBeCloseTo(0.6, 1);
    expect(game.discriminate(1)).toBeCloseTo(0.5, 1);
    expect(game.value()).toBeCloseTo(-Math.log(4), 1);
  });

  it("without steps of D the generator does not come to the data", () => {
    const game = new LineGame({ ...settings, lead: 0 });
    for (let i = 0; i < 600; i++) game.round();
    expect(game.mean).toBe(-2); // D is ½ everywhere, and pulls nowhere
  });

  it("far from the data −E ln D pulls harder than E ln(1 − D)", () => {
    const pulls = [true, false].map((nonSaturating) => {
      const game = new LineGame({ ...settings, nonSaturating });
      for (let i = 0; i < 100; i++) game.trainDiscriminator();
      return Math.abs(game.pull(-2));
    });
    expect(pulls[0]).toBeGreaterThan(20 * pulls[1]!);
  });
});
