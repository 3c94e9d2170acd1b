/**
 * Whether what takes longer than a newcomer should wait runs too: with ELBOW_TESTS=all, as in CI.
 *
 * @param tests What is left out without it; the run says so.
 */
export function isThorough(tests: string): boolean {
  if (process.env["ELBOW_TESTS"] === "all") return true;
  console.warn(`SKIPPED: ${tests}; ELBOW_TESTS=all runs it`);
  return false;
}
