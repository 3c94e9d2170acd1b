import { useBackend } from "@elbowjs/backend";
import {
  conv2d,
  convTranspose2d,
  evaluation,
  type Layer,
  randomWeights,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { defaultRng } from "@elbowjs/numpy-random";
import { firstMismatch } from "@elbowjs/test-kit/expect-close";
import { hashed } from "@elbowjs/test-kit/hashed";
import { onEachBackend } from "@elbowjs/test-kit/on-each-backend";
import { adam } from "@elbowjs/training";
import {
  grads,
  mean,
  mul,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
  tidy,
  transpose,
  variableGrads,
  zerosLike,
} from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { groupNorm } from "../src/network/group-norm.js";
import { NamedLayers } from "../src/network/named-layers.js";
import { SelfAttention } from "../src/network/self-attention.js";
import { UNet } from "../src/network/u-net.js";
import { UNetBlock } from "../src/network/u-net-block.js";
import fixture from "./fixtures/u-net.json" with { type: "json" };

// fixtures/u-net.json: PyTorch 1.13, float64, written by fixtures/make-u-net.py from scripts/u_net.py.

type Digests = Readonly<Record<string, readonly number[]>>;

/** The numbers of the fixture's `fill`: weight i of the module is 0.3 of the hashes with salt i + 1. */
function filled(): WeightSource {
  const counted = { weights: 0 };
  const plain = randomWeights(defaultRng(0));
  const within = (source: WeightSource): WeightSource => ({
    make: (name, shape, _, options) => {
      counted.weights += 1;
      const salt = counted.weights;
      return source.make(
        name,
        shape,
        () =>
          hashed(
            salt,
            shape.reduce((product, side) => product * side, 1),
          ).map((value) => 0.3 * value),
        options,
      );
    },
    within: (part) => within(source.within(part)),
  });
  return within(plain);
}

const torchOrder = ({ layout }: Weight, value: Tensor): Tensor =>
  layout
    ? transpose(
        value,
        layout.map((_, axis) => layout.indexOf(axis)),
      )
    : value;

/** Norm, and product with hashes, as the fixture digests a tensor. */
async function digest(weight: Weight, value: Tensor): Promise<number[]> {
  const ordered = tidy(() => torchOrder(weight, value).clone());
  const values = await ordered.data();
  ordered.dispose();
  const hashes = hashed(99, values.length);
  const sums = { squares: 0, product: 0 };
  for (const [i, v] of values.entries()) {
    sums.squares += v * v;
    sums.product += v * hashes[i]!;
  }
  return [Math.sqrt(sums.squares), sums.product];
}

function expectNear(got: ArrayLike<number>, wanted: readonly number[], name: string): void {
  const largest = Math.max(...wanted.map(Math.abs), 1e-3);
  expect(firstMismatch(got, wanted, { atol: 5e-5 * largest }), name).toBeUndefined();
}

async function expectDigests(
  weights: ReadonlyMap<string, Weight>,
  values: (weight: Weight) => Tensor,
  wanted: Digests,
): Promise<void> {
  expect([...weights.keys()]).toEqual(Object.keys(wanted));
  for (const [name, weight] of weights) expectNear(await digest(weight, values(weight)), wanted[name]!, name);
}

interface Part {
  weights(): ReadonlyMap<string, Weight>;
  apply(x: Tensor): Tensor;
}

const asPart = (layer: Layer): Part => ({
  weights: () => new Map(layer.weights.map((weight) => [weight.name, weight])),
  apply: (x) => layer.apply(x, evaluation),
});

const parts: readonly (readonly [
  name: "groupNorm" | "attention" | "half" | "double" | "block",
  shape: readonly number[],
  make: (source: WeightSource) => Part,
])[] = [
  ["groupNorm", [2, 3, 3, 16], (source) => asPart(groupNorm(8)([3, 3, 16], source))],
  [
    "attention",
    [2, 3, 3, 16],
    (source) => {
      const attention = new SelfAttention([3, 3, 16], 4, source);
      return { weights: () => attention.weights(), apply: (x) => attention.apply(x, evaluation) };
    },
  ],
  [
    "half",
    [2, 4, 4, 8],
    (source) => asPart(conv2d({ channels: 16, kernel: 2, stride: 2 })([4, 4, 8], source)),
  ],
  [
    "double",
    [2, 2, 2, 16],
    (source) => asPart(convTranspose2d({ channels: 8, kernel: 2, stride: 2 })([2, 2, 16], source)),
  ],
  [
    "block",
    [2, 4, 4, 8],
    (source) => {
      const block = new UNetBlock([4, 4, 8], { channels: 16, embedded: 128 }, source);
      const e = tensor(hashed(52, 256), [2, 128]);
      return { weights: () => block.weights(), apply: (x) => block.apply(x, e, evaluation) };
    },
  ],
];

it("the comparison notices a norm that is a thousandth too long", () => {
  const [norm, product] = fixture.block.gradients["conv1.weight"];
  expect(() => expectNear([1.001 * norm!, product!], [norm!, product!], "conv1")).toThrow();
});

onEachBackend(useBackend, ["cpu", "wasm", "webgpu"], () => {
  it("NamedLayers gathers the names of parts within parts", () => {
    const outer = new NamedLayers(filled());
    outer.part("block", (inner) => new UNetBlock([4, 4, 8], { channels: 8, embedded: 4 }, inner));
    expect([...outer.weights.keys()]).toContain("block.conv1.weight");
    for (const { variable } of outer.weights.values()) variable.dispose();
  });

  it.each(parts)("%s: output and every gradient are PyTorch's", async (name, shape, make) => {
    const wanted = fixture[name];
    const part = make(filled());
    const x = tensor(
      hashed(
        50,
        shape.reduce((a, b) => a * b),
      ),
      [...shape],
    );
    const y = part.apply(x);
    const ahead = tensor(hashed(51, y.size), y.shape);
    expectNear(await y.data(), wanted.output, "output");
    const loss = () => sum(mul(part.apply(x), ahead));
    const [inputGradient] = grads((input: Tensor) => sum(mul(part.apply(input), ahead)))([x]) as [Tensor];
    expectNear(await inputGradient.data(), wanted.inputGradient, "input gradient");
    const { grads: found } = variableGrads(
      loss as never,
      [...part.weights().values()].map((w) => w.variable),
    );
    await expectDigests(part.weights(), (weight) => found[weight.variable.name]!, wanted.gradients);
    for (const { variable } of part.weights().values()) variable.dispose();
    for (const used of [x, y, ahead, inputGradient, ...Object.values(found)]) used.dispose();
  });

  it("UNet: output, loss, every gradient, and all weights after a step of Adam are PyTorch's", async () => {
    const wanted = fixture.whole;
    const net = new UNet([8, 8, 1], { channels: [16, 16, 24], classes: 3 }, filled());
    const [z, answer] = [60, 61].map((salt) => tensor(hashed(salt, 256), [4, 8, 8, 1])) as [Tensor, Tensor];
    const [times, labels] = [
      [0.1, 0.35, 0.6, 1],
      [0, 2, 3, 1],
    ];
    const weights = net.weights();
    expect([...weights.keys()]).toEqual(wanted.names);
    const y = net.apply(z, times, labels, evaluation);
    expectNear(await y.data(), wanted.output, "output");
    const { value, grads: found } = variableGrads(
      () => mean(square(sub(net.apply(z, times, labels, evaluation), answer))),
      [...weights.values()].map(({ variable }) => variable),
    );
    expectNear(await value.data(), [wanted.loss], "loss");
    await expectDigests(weights, (weight) => found[weight.variable.name]!, wanted.gradients as Digests);
    const optimizer = adam({ learningRate: 0.01 });
    tidy(() => {
      for (const { variable } of weights.values()) {
        const slots = Object.fromEntries(
          optimizer.slotNames.map((slot) => [slot, zerosLike(variable).variable(false)]),
        );
        optimizer.step(variable, found[variable.name]!, slots, 0.01, 1);
        for (const slot of Object.values(slots)) slot.dispose();
      }
    });
    await expectDigests(weights, ({ variable }) => variable, wanted.afterAdam as Digests);
    for (const { variable } of weights.values()) variable.dispose();
  });
});
