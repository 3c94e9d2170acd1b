import type { Report } from "./report.js";

/** Prints the table of digits and centres, and the measures. */
export function printSummary({ table, metrics, test, settings, images }: Report): void {
  const cell = (value: number | string): string => String(value).padStart(6);
  console.log(`\n${images.train} training images: digit (row), nearest centre (column)`);
  console.log(`     ${table[0]!.map((_, i) => cell(i)).join("")}`);
  table.forEach((row, digit) => {
    console.log(`${String(digit).padStart(4)} ${row.map(cell).join("")}`);
  });
  console.log(`
Test loss              ${test.loss.toFixed(5)}
Purity                 ${(100 * metrics.purity).toFixed(1)}%
Best one-to-one match  ${(100 * metrics.bestMatch).toFixed(1)}%
NMI, ARI               ${metrics.nmi.toFixed(3)}, ${metrics.ari.toFixed(3)}
Centres used           ${metrics.usedClusters} of ${settings.k}${metrics.collapsed ? " (collapsed)" : ""}`);
}
