import { expect } from "vitest";

/** Runs it, and expects this error, the whole message. */
export async function refuses(
  run: () => unknown,
  kind: typeof RangeError | typeof TypeError | typeof Error,
  message: string,
): Promise<void> {
  const error = await new Promise((resolve) => resolve(run())).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).toBe(message);
}
