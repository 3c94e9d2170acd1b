// AMTH 663, exercise III, problem 1: the gradient of ‖Xw − y‖² by formula and by central differences, and a wrong one that
// the check catches. Prints the comparison; writes the error against the step, for w⁴, to out/.
//
//   node examples/classic-nn/gradient-check.mjs
import { mkdir, writeFile } from "node:fs/promises";
import { gradientCheck, gradientCheckFigure, quartic, squaredResidual } from "@elbowjs/classic-nn";
import { defaultRng } from "@elbowjs/numpy-random";

const rng = defaultRng(663);
const X = Array.from({ length: 10 }, () => rng.standardNormal(4));
const f = squaredResidual(X, rng.standardNormal(10));
const w = rng.standardNormal(4);

const right = gradientCheck(f.value, f.gradient, w);
for (const i of w.keys())
  console.log(
    `∂f/∂w${i + 1}  formula ${right.analytic[i].toFixed(10)}  central ${right.numeric[i].toFixed(10)}`,
  );
console.log(`relative error ${right.relativeError.toExponential(2)}: ${right.passes ? "agrees" : "differs"}`);

const halved = gradientCheck(f.value, (x) => f.gradient(x).map((g) => g / 2), w);
console.log(
  `without the factor 2: relative error ${halved.relativeError.toFixed(4)}: ${halved.passes ? "agrees" : "differs"}`,
);

// Of w⁴ at 1.3: the differences of a quadratic have no truncation error to show.
const { value, gradient } = quartic();
await mkdir("out", { recursive: true });
await writeFile("out/gradient-check.svg", gradientCheckFigure(value, gradient, [1.3]));
