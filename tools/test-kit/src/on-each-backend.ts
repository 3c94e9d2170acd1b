import { beforeAll, describe } from "vitest";
import { findTestGpu } from "./test-gpu.js";

/** What tfjs computes on. */
export type BackendName = "cpu" | "wasm" | "webgpu";

/** `useBackend` of @elbowjs/backend, which is handed in: that package's own tests stand on this one. */
export type UseBackend = (options: {
  readonly prefer: readonly BackendName[];
  readonly allowSoftwareGpu: boolean;
}) => Promise<unknown>;

/** Whether there is a GPU to test on, if only a software one. */
export const hasGpu: boolean = await findTestGpu();

/** The backends that can be tested on here; a missing GPU is named loudly. */
export const backendsHere: readonly BackendName[] = hasGpu ? ["cpu", "wasm", "webgpu"] : ["cpu", "wasm"];

/** Runs a suite on each of these backends; WebGPU is skipped where there is none. */
export function onEachBackend(
  useBackend: UseBackend,
  names: readonly BackendName[],
  suite: (name: BackendName) => void,
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
