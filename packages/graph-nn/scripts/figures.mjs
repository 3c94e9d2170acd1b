// Draws the pictures of the README but the staircase, which is `graph-nn experiment k-hop --out docs/staircase.svg`:
//   node packages/graph-nn/scripts/figures.mjs
import { writeFileSync } from "node:fs";
import { useBackend } from "@elbowjs/backend";
import { GraphTransformer, influence, influenceFigure, karateClub, ringsFigure } from "@elbowjs/graph-nn";

await useBackend({ prefer: ["wasm"] });
const club = karateClub();
const network = await GraphTransformer.create({ features: 34, width: 16, heads: 4, layers: 4, seed: 0 });
const write = (name, svg) => writeFileSync(new URL(`../docs/${name}.svg`, import.meta.url), `${svg}\n`);
write("rings", ringsFigure(club, 16, { layers: 2, attention: await network.attention(club) }));
write("influence", influenceFigure(await influence(network, club, 16)));
process.exit();
