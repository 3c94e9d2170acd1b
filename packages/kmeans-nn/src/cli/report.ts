import {
  type Command,
  commonFlags,
  type Flag,
  type Outcome,
  readFlags,
  setFlag,
  writeWhole,
} from "@elbowjs/command-line";
import { contactSheet } from "@elbowjs/mnist-data";
import type { KMeansNetwork } from "../network/k-means-network.js";
import { describeMeasures } from "./measures.js";
import { reportPage } from "./report-page.js";
import { measuredModel } from "./trained-model.js";

const use = "report <model.json> [data]";
const flags = {
  out: { kind: "text", value: "file", default: "report.html", help: "where the page goes" },
  set: setFlag,
  ...commonFlags,
} satisfies Record<string, Flag>;

/** `report <model> [data]`: a page with the measures, the centres and the table of classes. */
export const reportCommand: Command = {
  use,
  about: "writes a page with the measures, the centres and the table of classes",
  flags,
  async run(args, signal): Promise<Outcome> {
    const { values, positionals } = readFlags(args, flags);
    const { net, model, data, shape, measures } = await measuredModel(use, positionals, values, signal);
    try {
      const centersPng = await pictures(net, shape);
      await writeWhole(values.out, reportPage({ model, data, measures, centersPng }));
    } finally {
      net.dispose();
    }
    return {
      json: { model, data, page: values.out, ...measures },
      text: `${describeMeasures(measures)}\nWrote ${values.out}`,
      asJson: values.json,
    };
  },
};

/** The centres as a PNG, where samples are images. */
async function pictures(
  net: KMeansNetwork,
  [height, width, ...more]: readonly number[],
): Promise<Uint8Array | undefined> {
  if (height === undefined || width === undefined || more.length > 0) return undefined;
  const centers = await net.readCenters();
  const images = Array.from({ length: net.k }, (_, i) =>
    centers.subarray(i * net.features, (i + 1) * net.features),
  );
  return contactSheet(images, { shape: [height, width], columns: Math.min(net.k, 10), scale: 3 });
}
