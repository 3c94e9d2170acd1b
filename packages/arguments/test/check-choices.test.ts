import { expect, it } from "vitest";
import { checkChoices } from "../src/index.js";

it("checkChoices names the choices, and the nearest to a misspelt one", () => {
  checkChoices("fit", { loss: ["hinge", ["hinge", "minimax"]] });
  expect(() => checkChoices("fit", { loss: ["hinges", ["hinge", "minimax"]] })).toThrow(
    new RangeError(`fit: expected loss to be one of 'hinge', 'minimax', got "hinges"; did you mean 'hinge'?`),
  );
  expect(() => checkChoices("fit", { loss: [{}, ["hinge"]] })).toThrow(
    new RangeError("fit: expected loss to be 'hinge', got an object"),
  );
});
