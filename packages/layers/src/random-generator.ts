import type { defaultRng } from "@elbowjs/numpy-random";

/** NumPy's generator, as `defaultRng` of @elbowjs/numpy-random makes it. */
export type RandomGenerator = ReturnType<typeof defaultRng>;
