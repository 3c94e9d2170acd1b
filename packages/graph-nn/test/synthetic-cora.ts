import { defaultRng } from "@elbowjs/numpy-random";

/**
 * Two files in Cora's format, made up: papers of a class share a few words more often than others, and cite each other nine times out
 * of ten. The real Cora is not in this repository.
 */
export function syntheticCora({
  papers,
  words,
  classes,
  seed,
}: {
  readonly papers: number;
  readonly words: number;
  readonly classes: number;
  readonly seed: number;
}): { readonly content: string; readonly cites: string } {
  const random = defaultRng(seed);
  const classOf = Array.from({ length: papers }, (_, p) => p % classes);
  const content = classOf.map((own, p) => {
    const row = Array.from({ length: words }, (_, w) =>
      Number(random.random() < (w % classes === own ? 0.14 : 0.08)),
    );
    return [`paper${p}`, ...row, `Class_${own}`].join("\t");
  });
  const cites = classOf.flatMap((own, p) =>
    Array.from({ length: 3 }, () => {
      const isOwn = random.random() < 0.9;
      const others = classOf.flatMap((c, q) => (q !== p && (c === own) === isOwn ? [q] : []));
      return `paper${others[Math.floor(random.random() * others.length)]}\tpaper${p}`;
    }),
  );
  return { content: content.join("\n"), cites: cites.join("\n") };
}
