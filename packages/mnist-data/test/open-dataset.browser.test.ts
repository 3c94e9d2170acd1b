import { expect, it } from "vitest";
import { openDataset } from "../src/index.js";

it("openDataset(name, { dataDir }) is refused where there is no file system", async () => {
  await expect(openDataset("mnist", { dataDir: "data" })).rejects.toThrow(
    new TypeError(
      "openDataset: expected dataDir only where there is a file system, got 'data'; in a browser pass { mirrors: [url] }",
    ),
  );
});

it("openDataset('digits') works in a browser", async () => {
  const { train, test } = await openDataset("digits", { size: { train: 20, test: 10 } });
  expect([train.size, test.size]).toEqual([20, 10]);
});
