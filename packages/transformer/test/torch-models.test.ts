import { useBackend } from "@elbowjs/backend";
import { writeSafetensors } from "@elbowjs/safetensors";
import { expectClose } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import {
  memory,
  mul,
  type Scalar,
  sum,
  type Tensor3D,
  tensor3d,
  transpose,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { Decoder, Encoder, EncoderDecoder } from "../src/index.js";
import fixture from "./fixtures/torch-models.json" with { type: "json" };

// PyTorch 1.13, float64, written by fixtures/make-torch-models.py.

type Case = (typeof fixture.cases)[number];

function stateDict({ weights }: Case): Uint8Array {
  return writeSafetensors(
    new Map(
      weights.map(({ name, shape, gradient }, salt) => [
        name,
        { shape, values: hashed(salt, gradient.length).map((value) => value * 0.5) },
      ]),
    ),
  );
}

async function modelOf(one: Case) {
  const options = {
    heads: fixture.heads,
    norm: one.norm as "pre" | "post",
    activation: one.activation as "relu" | "gelu",
    ...(one.positions !== "learnt" && { positions: one.positions as "sinusoid" | "rotary" }),
  };
  const bytes = stateDict(one);
  if (one.name === "decoder") {
    const model = await Decoder.fromTorch(bytes, options);
    return { model, logits: () => model.forward(one.tokens).logits };
  }
  if (one.name === "encoder") {
    const model = await Encoder.fromTorch(bytes, { ...options, padding: 0 });
    return {
      model,
      logits: () => {
        const { logits, states } = model.forward(one.tokens);
        states.dispose();
        return logits;
      },
    };
  }
  const model = await EncoderDecoder.fromTorch(bytes, { ...options, padding: 0 });
  return { model, logits: () => model.forward(one.tokens, (one as { target?: number[][] }).target!).logits };
}

/** The numbers where the fixture has none are those of padding: 0 there. */
function real(values: ArrayLike<number>, want: readonly number[]): number[] {
  return Array.from(values, (value, i) => (want[i] === 0 ? 0 : value));
}

const salts: Record<string, number> = { decoder: 90, encoder: 91, "encoder-decoder": 92 };
const saltOf = ({ name, positions }: Case) =>
  positions === "sinusoid" ? 93 : positions === "rotary" ? 94 : salts[name]!;

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it.each(fixture.cases)(
    "a $name, $norm-norm, $activation, $positions positions, is PyTorch's",
    async (one) => {
      const { model, logits } = await modelOf(one);
      const given = logits();
      expect(given.shape).toEqual(one.shape);
      expectClose(real(await given.data(), one.logits), one.logits, { rtol: 1e-5, atol: 1e-5 });
      const slope = hashed(saltOf(one), given.size).map((value, i) => (one.logits[i] === 0 ? 0 : value));
      const dy = tensor3d(slope, one.shape as [number, number, number]);
      const before = memory().numTensors;
      const named = model.weights();
      const variables = [...named.values()].map(({ variable }) => variable);
      const { value, grads } = variableGrads(() => sum(mul(logits(), dy)) as Scalar, variables);
      for (const { name, gradient } of one.weights) {
        const { variable, layout } = named.get(name)!;
        const got = grads[variable.name]!;
        const ordered = layout ? transpose(got, [...layout]) : got.clone();
        expectClose(await ordered.data(), gradient, {
          rtol: 1e-4,
          atol: 1e-4 * Math.max(1, ...gradient.map(Math.abs)),
        });
        ordered.dispose();
      }
      expect(memory().numTensors).toBe(before + 1 + variables.length);
      for (const used of [given as Tensor3D, dy, value, ...Object.values(grads)]) used.dispose();
      model.dispose();
    },
  );
});
