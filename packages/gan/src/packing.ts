import type { Shape } from "@elbowjs/layers";
import { reshape, type Tensor, transpose } from "@tensorflow/tfjs-core";

/** The shape of a pack: its images beside each other along the channels, its points one after another. */
export function packShape(shape: Shape, packing: number): Shape {
  return [...shape.slice(0, -1), shape.at(-1)! * packing];
}

/**
 * Images in packs of so many, rows ip … ip + p − 1 in pack i: a discriminator that sees several at once sees that they are alike, which
 * is what a collapsed generator is punished by.
 *
 * @param images shape `[n, ...shape]`, n a multiple of `packing`.
 * @returns shape `[n / packing, ...packShape(shape)]`.
 * @see Z. Lin et al., PacGAN, 2018.
 */
export function packImages(images: Tensor, packing: number): Tensor {
  if (packing === 1) return images;
  const [n, ...shape] = images.shape as [number, ...number[]];
  const packs = reshape(images, [n / packing, packing, ...shape]);
  const last = packs.shape.length - 1;
  // The pack's axis goes in front of the channels.
  const order = [0, ...Array.from({ length: last - 2 }, (_, i) => i + 2), 1, last];
  return reshape(transpose(packs, order), [n / packing, ...packShape(shape, packing)]);
}
