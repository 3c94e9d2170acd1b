import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const server = `
import { useBackend } from "@elbowjs/backend";
const seen = [];
process.on("unhandledRejection", (reason) => seen.push(reason.message));
process.on("uncaughtException", (error) => seen.push(error.message));
await START;
Promise.reject(new Error("of a request"));
setTimeout(() => { throw new Error("of a timer"); }, 1);
setTimeout(() => { console.log(seen.join(", ")); process.exit(0); }, 50);
`;

const run = (start: string) =>
  spawnSync(process.execPath, ["--input-type=module"], {
    input: server.replace("START", start),
    cwd: import.meta.dirname,
    encoding: "utf8",
  });

it("useBackend() on WASM leaves no listener that ends a server at a rejection of something else", () => {
  const { status, stdout, stderr } = run('useBackend({ prefer: ["wasm"] })');
  expect({ status, stdout: stdout.trim(), stderr }).toEqual({
    status: 0,
    stdout: "of a request, of a timer",
    stderr: "",
  });
});

it("tfjs's WASM backend by itself leaves them: the control", () => {
  const alone = `import("@tensorflow/tfjs-core").then(async ({ setBackend }) => {
    await import("@tensorflow/tfjs-backend-wasm");
    await setBackend("wasm");
  })`;
  expect(run(alone).status).toBe(7);
});
