import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether everything runs: vitest.config.ts sets it from ELBOW_TESTS. */
    thorough: boolean;
  }
}

/**
 * Whether what takes longer than a newcomer should wait runs too: with ELBOW_TESTS=all, as in CI.
 *
 * @param tests What is left out without it; the run says so.
 */
export function isThorough(tests: string): boolean {
  const thorough = inject("thorough");
  if (!thorough) console.warn(`SKIPPED: ${tests}; ELBOW_TESTS=all runs it`);
  return thorough;
}
