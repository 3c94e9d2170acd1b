/** Each grey pixel black or white, white with the probability of its grey; black and white ones need no draw. */
export function binarise(bytes, random) {
  return Uint8Array.from(bytes, (grey) => (grey % 255 ? 255 * Number(random.random() * 255 < grey) : grey));
}
