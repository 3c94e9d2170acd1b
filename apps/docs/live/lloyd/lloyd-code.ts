/** The program that computes the same curves outside this page. */
export const lloydCode = ({ b, drift }: { b: number; drift: number }): string =>
  `import { balancedEta, curves, optimalEta, toSvg } from "@elbowjs/lloyd-analysis";
import { writeFile } from "node:fs/promises";

const model = { a: ${drift}, noise: 1 };
console.log("balanced", balancedEta(${b}, model).toFixed(4), "best", optimalEta(${b}, model).toFixed(4));
await writeFile("curves.svg", toSvg(curves({ b: ${b}, ...model })));
`;
