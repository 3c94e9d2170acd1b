import { useBackend } from "@elbowjs/backend";
import { beforeAll, describe } from "vitest";
import { findTestGpu } from "../../backend/test/software-gpu.js";

/** Whether there is a GPU to test on, if only a software one. */
export const hasGpu: boolean = await findTestGpu();

/** Runs a suite on every backend that is there. */
export function onEachBackend(
  names: readonly ("cpu" | "wasm" | "webgpu")[],
  suite: (name: string) => void,
): void {
  for (const name of names) {
    describe.skipIf(name === "webgpu" && !hasGpu)(`on ${name}`, () => {
      beforeAll(async () => {
        await useBackend({ prefer: [name], allowSoftwareGpu: true });
      });
      suite(name);
    });
  }
}
