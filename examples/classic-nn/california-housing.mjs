// Exercise III, problem 1, on the data that it uses: the gradient of ‖Xw − y‖² at random initial weights by the closed form
// 2XᵀXw − 2Xᵀy, by reverse-mode differentiation and by central differences.
//
//   node examples/classic-nn/california-housing.mjs                    # fetches the California housing data
//   node examples/classic-nn/california-housing.mjs --data=generated   # offline, on a made-up stand-in
import { parseArgs } from "node:util";
import {
  allClose,
  backward,
  centralGradient,
  halfSquaredNorm,
  leaf,
  matMul,
  squaredResidual,
  subtract,
} from "@elbowjs/classic-nn";
import { housingFeatures, openCaliforniaHousing } from "@elbowjs/classic-nn/california-housing";
import { defaultRng } from "@elbowjs/numpy-random";
import { Matrix } from "ml-matrix";

const { values: flags } = parseArgs({ options: { data: { type: "string", default: "published" } } });
let housing;
try {
  housing = await openCaliforniaHousing({ data: flags.data });
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { x, y, source } = housing;
console.log(`${y.length} districts, ${x.columns} features, from ${source}`);

const w = Array.from(defaultRng(0).standardNormal(8));
const f = squaredResidual(x, y);
const closed = f.gradient(w);

const node = leaf(Matrix.columnVector(w), "w");
backward(
  halfSquaredNorm(subtract(matMul(leaf(x, "X"), node), leaf(Matrix.columnVector(Array.from(y)), "y"))),
);
const autograd = Matrix.mul(node.g, 2).to1DArray();

// The features differ by three orders of magnitude, and f by ten: the step follows each weight's own scale.
const numeric = centralGradient(f.value, w);
for (const [i, name] of housingFeatures.entries())
  console.log(
    `${name.padEnd(11)} closed form ${closed[i].toExponential(6)}  autograd ${autograd[i].toExponential(6)}  differences ${numeric[i].toExponential(6)}`,
  );
const options = { rtol: 1e-5, atol: 1e-8 };
console.log(`closed form and autograd agree: ${allClose(closed, autograd, options)}`);
console.log(
  `closed form and differences agree to 1e-4: ${allClose(closed, numeric, { rtol: 1e-4, atol: 1e-2 })}`,
);
