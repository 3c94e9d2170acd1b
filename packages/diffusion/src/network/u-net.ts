import { gelu } from "@elbowjs/backend/fused";
import {
  conv2d,
  convTranspose2d,
  type Layer,
  type Pass,
  type Shape,
  type Weight,
  type WeightSource,
} from "@elbowjs/layers";
import { concat, type Tensor, tidy } from "@tensorflow/tfjs-core";
import type { Denoiser } from "./denoiser.js";
import { groupNorm } from "./group-norm.js";
import { NamedLayers } from "./named-layers.js";
import { SelfAttention } from "./self-attention.js";
import { TimeEmbedding } from "./time-embedding.js";
import { groups, UNetBlock } from "./u-net-block.js";

/** Numbers of the embedded level. */
const embedded = 128;
/** Of the attention at a quarter of the side. */
const heads = 4;

/** Options of {@link UNet}. */
export interface UNetOptions {
  /** At the full side, at half and at a quarter. */
  readonly channels: readonly [number, number, number];
  readonly classes: number;
}

/**
 * A small U-Net: one block at the full side, one at half, two with attention between at a quarter, and back, each side beside what it was
 * on the way down. Halved by 2×2 convolutions of stride 2, doubled by their transposes. `scripts/u_net.py` is the same in PyTorch.
 *
 * @see O. Ronneberger, P. Fischer, T. Brox, U-Net, 2015; J. Ho, A. Jain, P. Abbeel, Denoising Diffusion Probabilistic Models, 2020, appendix B.
 */
export class UNet implements Denoiser {
  readonly #named: NamedLayers;
  readonly #embedding: TimeEmbedding;
  readonly #layers: Readonly<
    Record<"stem" | "half1" | "half2" | "double2" | "double1" | "norm" | "last", Layer>
  >;
  readonly #blocks: Readonly<Record<"down1" | "down2" | "middle1" | "middle2" | "up2" | "up1", UNetBlock>>;
  readonly #attention: SelfAttention;

  /** @param shape `[height, width, channels]`, sides that are multiples of 4. */
  constructor(shape: Shape, { channels: [a, b, c], classes }: UNetOptions, source: WeightSource) {
    const [height, width, inputs] = shape as readonly [number, number, number];
    const named = new NamedLayers(source);
    this.#named = named;
    const block = (name: string, at: Shape, channels: number) =>
      named.part(name, (inner) => new UNetBlock(at, { channels, embedded }, inner));
    const side = (part: number) => (channels: number) => [height / part, width / part, channels] as const;
    const [full, half, quarter] = [side(1), side(2), side(4)];
    const halved = (channels: number) => conv2d({ channels, kernel: 2, stride: 2 });
    const doubled = (channels: number) => convTranspose2d({ channels, kernel: 2, stride: 2 });
    const edge = { kernel: 3, padding: 1 };
    this.#embedding = named.part("embedding", (inner) => new TimeEmbedding(embedded, classes, inner));
    const stem = named.layer("stem", shape, conv2d({ channels: a, ...edge }));
    const down1 = block("down1", full(a), a);
    const half1 = named.layer("half1", full(a), halved(b));
    const down2 = block("down2", half(b), b);
    const half2 = named.layer("half2", half(b), halved(c));
    const middle1 = block("middle1", quarter(c), c);
    this.#attention = named.part("attention", (inner) => new SelfAttention(quarter(c), heads, inner));
    const middle2 = block("middle2", quarter(c), c);
    const double2 = named.layer("double2", quarter(c), doubled(b));
    const up2 = block("up2", half(2 * b), b);
    const double1 = named.layer("double1", half(b), doubled(a));
    const up1 = block("up1", full(2 * a), a);
    const norm = named.layer("norm", full(a), groupNorm(groups));
    const last = named.layer("last", full(a), conv2d({ channels: inputs, ...edge, initialWeight: "zeros" }));
    this.#layers = { stem, half1, half2, double2, double1, norm, last };
    this.#blocks = { down1, down2, middle1, middle2, up2, up1 };
  }

  weights(): ReadonlyMap<string, Weight> {
    return this.#named.weights;
  }

  apply(z: Tensor, times: ArrayLike<number>, labels: ArrayLike<number> | undefined, pass: Pass): Tensor {
    const { stem, half1, half2, double2, double1, norm, last } = this.#layers;
    const { down1, down2, middle1, middle2, up2, up1 } = this.#blocks;
    return tidy(() => {
      const e = this.#embedding.apply(times, labels);
      const x1 = down1.apply(stem.apply(z, pass), e, pass);
      const x2 = down2.apply(half1.apply(x1, pass), e, pass);
      let h = middle1.apply(half2.apply(x2, pass), e, pass);
      h = middle2.apply(this.#attention.apply(h, pass), e, pass);
      h = up2.apply(concat([double2.apply(h, pass), x2], 3), e, pass);
      h = up1.apply(concat([double1.apply(h, pass), x1], 3), e, pass);
      return last.apply(gelu(norm.apply(h, pass)), pass);
    });
  }
}
