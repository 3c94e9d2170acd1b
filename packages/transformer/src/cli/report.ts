import {
  type Command,
  checkOut,
  command,
  commonFlags,
  type Flags,
  forceFlag,
  isStdout,
  readModel,
  signedPage,
  startBackend,
  writeWhole,
} from "@elbowjs/command-line";
import { searchTreeFigure } from "@elbowjs/decoding";
import { captioned, definitions, page, type Section } from "@elbowjs/figures";
import { dispose, type Tensor4D } from "@tensorflow/tfjs-core";
import { attentionFigure } from "../attention-figure.js";
import { CharacterModel } from "../text/character-model.js";
import type { Transliterator } from "../text/transliterator.js";
import { modelFile, type TextModel } from "./model-file.js";

const { backend, json } = commonFlags;
const flags = {
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes; - is stdout" },
  force: forceFlag,
  backend,
  json,
} satisfies Flags;

/** `report <model> <text>`: a page with the attention over a text, and for words with the tree of the search. */
export const reportCommand: Command = command({
  use: "report <model> <text>",
  about: "writes a page: what the model makes of a text, and where its heads look",
  flags,
  async run({ args: [path, text], values }) {
    await checkOut(values.out, signedPage.isOurs, values.force);
    await startBackend(values.backend);
    const model = await readModel({ file: modelFile }, path!);
    try {
      const sections = [
        { title: "Model", html: definitions(facts(model)) },
        ...(model instanceof CharacterModel ? await continued(model, text!) : await written(model, text!)),
      ];
      await writeWhole(values.out, signedPage.sign(page({ title: `Transformer on “${text}”`, sections })));
      return {
        json: { page: values.out, text },
        text: `Wrote ${values.out}`,
        asJson: values.json,
        isOnStdout: isStdout(values.out),
      };
    } finally {
      model.dispose();
    }
  },
});

function facts({ model }: TextModel): Record<string, string> {
  const { width, heads, layers, norm, activation, positions } = model.options;
  const weights = [...model.weights().values()].reduce((sum, { variable }) => sum + variable.size, 0);
  return {
    Weights: weights.toLocaleString("en"),
    Blocks: `${layers}, ${heads} heads of width ${width / heads}`,
    Kind: `${norm}-norm, ${activation}, ${positions} positions`,
  };
}

async function continued(model: CharacterModel, text: string): Promise<Section[]> {
  const [next] = await model.complete(text, { maxLength: 60 });
  const names = [...(model.vocabulary.start === undefined ? [] : ["⊢"]), ...text];
  return [
    { title: "How it goes on", html: definitions({ [text]: next!.text }) },
    ...(await maps(model.attention(text), names, names)),
  ];
}

async function written(model: Transliterator, word: string): Promise<Section[]> {
  const { hypotheses, tree } = await model.model.generate(model.source.encode(word), {
    beams: 4,
    tree: true,
  });
  const texts = hypotheses.map(({ tokens, score }) => [model.target.decode(tokens), score.toFixed(3)]);
  const best = texts[0]![0]!;
  const label = (token: number): string => (token === model.target.end ? "⊣" : model.target.tokens[token]!);
  return [
    { title: "What it writes", html: definitions(Object.fromEntries(texts)) },
    {
      title: "The search",
      html: captioned(
        searchTreeFigure(tree, { label, root: word }),
        "Kept hypotheses in ink, pruned ones faint.",
      ),
    },
    ...(await maps(model.attention(word, best), ["⊢", ...best], [...word])),
  ];
}

/** One map per block, the mean of its heads. */
async function maps(
  attention: readonly Tensor4D[],
  queries: readonly string[],
  keys: readonly string[],
): Promise<Section[]> {
  try {
    const made: Section[] = [];
    for (const [i, weights] of attention.entries())
      made.push({
        title: `Attention of block ${i + 1}`,
        html: captioned(
          await attentionFigure(weights, { queries, keys }),
          "Mean of the heads: each row is a token, and where it looks.",
        ),
      });
    return made;
  } finally {
    dispose([...attention]);
  }
}
