import { describe, expect, it } from "vitest";
import { beamSearch, type SearchTree, searchTreeFigure } from "../src/index.js";
import { randomModel } from "./markov-chain.js";

const search = async (beams: number, maxLength: number): Promise<SearchTree> =>
  (await beamSearch(randomModel(6, 4), { beams, end: 0, maxLength, tree: true })).tree;

describe("searchTreeFigure(tree)", () => {
  it("draws one label per node and names what became of them", async () => {
    const tree = await search(3, 4);
    const svg = searchTreeFigure(tree, { label: (token) => `t${token}`, root: "start", theme: "light" });
    expect(svg.match(/>t\d/g)).toHaveLength(tree.nodes.length - 1);
    for (const word of ["start", "pruned", "extended", "result"]) expect(svg).toContain(`>${word}<`);
    const results = tree.nodes.filter(({ fate }) => fate === "result");
    for (const { token, score } of results) expect(svg).toContain(`>t${token}  ${score.toFixed(2)}<`);
  });

  it("puts no two leaves at one height and every parent amid its children", async () => {
    const svg = searchTreeFigure(await search(2, 3), { theme: "light" });
    const places = [...svg.matchAll(/<text [^>]*x="([\d.]+)" y="([\d.]+)"[^>]*>\d+ {2}/g)].map(
      ([, x, y]) => `${x},${y}`,
    );
    expect(new Set(places).size).toBe(places.length);
  });

  it("refuses what is no tree, and one too large to see", async () => {
    expect(() => searchTreeFigure({} as SearchTree)).toThrow("as beamSearch with tree: true returns it");
    expect(() =>
      searchTreeFigure({ nodes: [{ parent: 5 }, { parent: 5 }] } as unknown as SearchTree),
    ).toThrow(TypeError);
    const large = await search(300, 9);
    expect(() => searchTreeFigure(large)).toThrow(/at most 2000 nodes, got \d+/);
  });
});
