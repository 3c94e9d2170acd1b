import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { useBackend } from "@elbowjs/backend";
import { openDataset } from "@elbowjs/mnist-data";
import { expect, it } from "vitest";
import { pretrained } from "../src/pretrained.js";

const dataDir =
  process.env["ELBOW_DATA_DIR"] ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const folder = `${dataDir}/mnist`;
if (!existsSync(folder))
  console.warn(`SKIPPED: the pretrained model on MNIST; no data in ${folder} (set ELBOW_DATA_DIR)`);

it.skipIf(!existsSync(folder))("the pretrained model has the test loss that its card states", async () => {
  await useBackend({ prefer: ["wasm"] });
  const card = readFileSync(new URL("../weights/README.md", import.meta.url), "utf8");
  const stated = Number(/test loss (0\.\d+)/.exec(card)![1]);
  const vae = await pretrained();
  const { test } = await openDataset("mnist", { dataDir: folder });
  const { loss } = await vae.evaluate(test.take(500));
  expect(Math.abs(loss / stated - 1)).toBeLessThan(0.05); // sampling error of 500 images and of one draw of noise each
  vae.dispose();
});
