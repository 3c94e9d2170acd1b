import type { Weight } from "@elbowjs/layers";

/** The weights of modules under PyTorch's names, behind the module's own; that of the model itself is empty. */
export function moduleWeights(
  modules: Readonly<Record<string, readonly (readonly [name: string, weight: Weight])[]>>,
): Map<string, Weight> {
  return new Map(
    Object.entries(modules).flatMap(([part, weights]) =>
      weights.map(([name, weight]) => [part === "" ? name : `${part}.${name}`, weight] as const),
    ),
  );
}
