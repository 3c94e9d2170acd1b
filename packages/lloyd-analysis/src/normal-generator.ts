/**
 * A seeded source of standard normal numbers: sfc32 (C. Doty-Humphrey's small fast counter, 128 bits of state, from
 * PractRand) gives 53-bit uniforms, and the Box–Muller transform turns two of them into two normals.
 *
 * @param seed Any finite number; its low 32 bits and the 32 above them start the state.
 */
export function normalGenerator(seed: number): () => number {
  let a = seed | 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const uniform = () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) * 2 ** -53;
  for (let i = 0; i < 15; i++) next(); // the state forgets how plain its seed was

  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const normal = spare;
      spare = undefined;
      return normal;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform())); // 1 − u is in (0, 1]: no log 0
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
