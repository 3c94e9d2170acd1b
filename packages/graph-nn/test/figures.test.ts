import { useBackend } from "@elbowjs/backend";
import { expect, it } from "vitest";
import {
  GraphTransformer,
  hopDistances,
  influence,
  influenceFigure,
  karateClub,
  ringLayout,
  ringsFigure,
  staircaseFigure,
} from "../src/index.js";

it("ringLayout puts each vertex on the circle of its distance, no two at one place", () => {
  const club = karateClub();
  for (const vertex of [0, 16, 33]) {
    const { places, distances, rings } = ringLayout(club, vertex);
    expect(distances).toEqual(hopDistances(club, vertex));
    expect(rings).toBe(Math.max(...distances));
    for (const [v, [x, y]] of places.entries()) expect(Math.hypot(x, y)).toBeCloseTo(distances[v]!, 10);
    expect(new Set(places.map((place) => place.map((c) => c.toFixed(6)).join())).size).toBe(34);
  }
  const apart = ringLayout({ vertices: 3, edges: [[0, 1]] }, 0);
  expect(Math.hypot(...apart.places[2]!)).toBeCloseTo(2, 10);
});

it("ringsFigure and influenceFigure draw what is seen, and what moves", async () => {
  await useBackend({ prefer: ["wasm"] });
  const club = karateClub();
  using net = await GraphTransformer.create({ features: 34, width: 8, heads: 2, layers: 3 });
  const rings = ringsFigure(club, 16, { layers: 2, attention: await net.attention(club) });
  expect(rings).toMatch(/^<svg/);
  expect(rings).toContain("6 of 34 vertices lie within 2 edges of vertex 16");
  for (const name of ["the vertex", "1 edge away", "2 edges away", "out of sight"])
    expect(rings).toContain(name);
  expect(ringsFigure(club, 16)).not.toContain("out of sight");
  const moves = influenceFigure(await influence(net, club, 16));
  for (const name of ["1 layer", "2 layers", "3 layers"]) expect(moves).toContain(`>${name}<`);
  expect(() => ringsFigure(club, 34)).toThrow("expected vertex to be an integer in [0, 33], got 34");
  expect(() => influenceFigure({} as never)).toThrow("expected what influence returns");
});

it("staircaseFigure writes each cell in percent, averaged over seeds", () => {
  const svg = staircaseFigure([
    { distance: 1, layers: 1, accuracy: 1 },
    { distance: 2, layers: 1, accuracy: 0.48 },
    { distance: 2, layers: 1, accuracy: 0.5 },
  ]);
  expect(svg).toContain(">49<");
  expect(svg).toContain(">100<");
  expect(() => staircaseFigure([])).toThrow("expected cells of a staircase, got an array of 0");
  expect(() => staircaseFigure([{ distance: 1, layers: 1, accuracy: 2 }])).toThrow(
    "accuracy of cell 0 in [0, 1], got 2",
  );
});
