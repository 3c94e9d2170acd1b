import { useBackend } from "@elbowjs/backend";
import { expectClose, float32 } from "@elbowjs/test-kit/expect-close";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { tensor2d } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { type GradientKind, KMeansNetwork, type Reduction } from "../../src/index.js";
// PyTorch 1.13, float64, autograd; made by fixtures/make-torch-steps.py.
import fixture from "../fixtures/torch-steps.json" with { type: "json" };

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], (name) => {
  // A software GPU takes seconds for what the others do at once, so it gets one temperature of each shape.
  const states = fixture.states.filter((_, i) => name !== "webgpu" || i % 3 === 0);

  it("forward(x) is PyTorch's error on drawn states", async () => {
    expect(states.length).toBe(name === "webgpu" ? 8 : 24);
    for (const state of states) {
      const net = await networkAt(state);
      const x = tensor2d(state.x, [state.b, state.d]);
      const error = net.forward(x);
      expect(error.shape).toEqual([state.b, state.d]);
      expectClose(await error.data(), state.error, float32);
      x.dispose();
      error.dispose();
      net.dispose();
    }
  });

  for (const reduction of ["mean", "batch"] as const)
    for (const gradient of ["soft", "hard"] as const)
      it(`partialFit(x) takes PyTorch's step with '${reduction}' and '${gradient}'`, async () => {
        for (const state of states) {
          const net = await networkAt(state, reduction, gradient);
          const step = state.steps.find((s) => s.reduction === reduction && s.gradient === gradient)!;
          const data = { data: Float32Array.from(state.x), shape: [state.b, state.d] };
          const loss = await net.partialFit(data, {
            learningRate: state.learningRate,
            ...(state.weights ? { weights: state.weights } : {}),
          });
          expectClose([loss], [state.loss], float32);
          expectClose(await net.readCenters(), step.after, float32);
          net.dispose();
        }
      });
});

async function networkAt(
  { k, d, temperature, centers }: (typeof fixture.states)[number],
  reduction: Reduction = "mean",
  gradient: GradientKind = "soft",
): Promise<KMeansNetwork> {
  const net = new KMeansNetwork({ k, features: d, temperature, reduction, gradient });
  await net.init(Float32Array.from(centers));
  return net;
}
