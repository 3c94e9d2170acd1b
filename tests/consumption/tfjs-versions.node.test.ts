import { execFileSync, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { isThorough } from "@elbowjs/test-kit/thorough";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leave, type Stranger, stranger } from "./stranger.js";

const all = isThorough("two versions of tfjs");

afterAll(leave);

describe.runIf(all)("a stranger who has another version of tfjs", () => {
  let project: Stranger;
  beforeAll(() => {
    project = stranger("gaussian-vae", ["another-core@npm:@tensorflow/tfjs-core@4.17.0"]);
  }, 300_000);

  /** How a module ends: what it printed, or its error. */
  const ending = (file: string, code: string): string => {
    const script = project.write(
      file,
      `${code}\nprocess.exit(0);\nfunction told({ name, code, message }) { return [name, code, message].join(": "); }`,
    );
    const { stdout, stderr } = spawnSync(process.execPath, [script], {
      cwd: project.folder,
      encoding: "utf8",
    });
    return stdout === "" ? stderr : stdout;
  };
  const ours = 'import { GaussianVae } from "@elbowjs/gaussian-vae";';
  const theirs = 'import * as tf from "another-core";';
  const train = `
try {
  const vae = await GaussianVae.create({ latent: 1, imageShape: [2, 2, 1], stages: [{ type: "flatten" }] });
  const x = tf.tensor2d([[0, 1, 1, 0], [1, 0, 0, 1]]);
  await vae.fit(x, { epochs: 1 });
  console.log("trained");
} catch (error) { console.log(told(error)); }`;
  const mismatch = "ElbowBackendError: version-mismatch: useBackend: expected one version of tfjs, got ";

  it.each([
    ["ours first", `${ours}\n${theirs}`],
    ["theirs first", `${theirs}\n${ours}`],
  ])(
    "and hands us its tensors gets an error that names both versions and their folders: %s",
    (name, imports) => {
      const text = ending(`${name.replace(" ", "-")}.mjs`, imports + train);
      expect(text).toContain(mismatch);
      expect(text).toMatch(/@tensorflow\/tfjs-core 4\.22\.0 \([^)]*@tensorflow\/tfjs-core\)/);
      expect(text).toMatch(/@tensorflow\/tfjs-core 4\.17\.0 \([^)]*another-core\)/);
      expect(text).toContain("`npm ls @tensorflow/tfjs-core`");
    },
  );

  it("and does not load it trains as ever", () => {
    expect(
      ending("alone.mjs", ours + train.replace(/tf\.tensor2d\((.*)\);/, "Float32Array.from($1.flat());")),
    ).toBe("trained\n");
  });

  it("of a backend than of the core trains on ours; where that is not there, it is the same error, and no slower backend", () => {
    execFileSync(
      "npm",
      [
        "install",
        "--no-audit",
        "--no-fund",
        "--prefer-offline",
        "--loglevel=error",
        "--legacy-peer-deps",
      ].concat("@tensorflow/tfjs-backend-wasm@4.21.0"),
      { cwd: project.folder, stdio: ["ignore", "ignore", "inherit"] },
    );
    const chosen = `import { useBackend } from "@elbowjs/backend";
try { console.log((await useBackend({ prefer: ["wasm", "cpu"] })).name); } catch (error) { console.log(told(error)); }`;
    expect(ending("ours.mjs", chosen)).toBe("wasm\n");
    const own = "node_modules/@elbowjs/backend/node_modules/@tensorflow/tfjs-backend-wasm";
    rmSync(join(project.folder, own), { recursive: true });
    const text = ending("theirs.mjs", chosen);
    expect(text).toMatch(/^ElbowBackendError: version-mismatch: .*tfjs-backend-wasm .*4\.21\.0/);
  });
});
