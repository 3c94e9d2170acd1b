import { checkNumbers } from "@elbowjs/arguments";

/**
 * A one for each vertex in a place of its own: features of a graph that has none, by which a network can tell its vertices apart.
 *
 * @param vertices an integer in [1, 2000].
 * @returns [vertices, vertices], row by row.
 */
export function identityFeatures(vertices: number): Float32Array {
  checkNumbers("identityFeatures", { vertices: [vertices, "integer in [1, 2000]"] });
  const features = new Float32Array(vertices * vertices);
  for (let v = 0; v < vertices; v++) features[v * vertices + v] = 1;
  return features;
}

/** The feature of a graph that has none: a 1 at each vertex. */
export const onesFeatures = (vertices: number): Float32Array => new Float32Array(vertices).fill(1);
