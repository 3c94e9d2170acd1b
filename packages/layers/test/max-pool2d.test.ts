import { useBackend } from "@elbowjs/backend";
import { zeros } from "@tensorflow/tfjs-core";
import { beforeAll, expect, it } from "vitest";
import { maxPool2d, Sequential } from "../src/index.js";
import { weights } from "./run.js";

beforeAll(async () => {
  await useBackend({ prefer: ["cpu"] });
});

it("maxPool2d gives a window's gradient to its first largest element: zeros(…) is all ties", async () => {
  const x = zeros([1, 2, 2, 1]);
  const { grad, sum } = await import("@tensorflow/tfjs-core");
  const network = new Sequential([2, 2, 1], [maxPool2d({ size: 2 })], weights);
  const dx = grad((t) => sum(network.apply(t, { training: true, random: () => 0 })))(x);
  expect([...(await dx.data())]).toEqual([1, 0, 0, 0]);
  for (const used of [x, dx]) used.dispose();
});
