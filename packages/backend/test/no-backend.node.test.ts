import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

/** What a process prints in which nobody has called useBackend. */
function alone(module: string, call: string): string {
  const code = `import(${JSON.stringify(new URL(module, import.meta.url).href)})
  .then((module) => module.${call})
  .catch(({ name, message }) => console.log(name + ": " + message));`;
  return spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }).stdout;
}

it("selfTest and runGpuProgram without a backend say what to call", () => {
  expect(alone("../dist/index.js", "selfTest()")).toBe(
    "TypeError: selfTest: expected a backend of tfjs, got none; call useBackend first\n",
  );
  const program = '{ name: "double", code: "", inputs: {}, shape: [1] }';
  expect(alone("../dist/fused/webgpu/index.js", `runGpuProgram(${program})`)).toBe(
    "TypeError: double: expected tfjs's webgpu backend in use, got none; call useBackend first\n",
  );
  expect(alone("../dist/fused/webgpu/index.js", "runGpuProgram({ name: 1 })")).toBe(
    "TypeError: runGpuProgram: expected program.name to be a string, got 1\n",
  );
});
