import { DataFault, type Facts, type LabelledData } from "@elbowjs/command-line";
import { adjustedRandIndex } from "../metrics/adjusted-rand-index.js";
import { bestMatch } from "../metrics/best-match.js";
import { assignmentEntropy, clusterCounts } from "../metrics/cluster-usage.js";
import { confusionTable } from "../metrics/confusion-table.js";
import { normalizedMutualInformation } from "../metrics/normalized-mutual-information.js";
import { purity } from "../metrics/purity.js";
import type { KMeansNetwork } from "../network/k-means-network.js";
import type { Evaluation } from "../network/network-options.js";

/** What a model comes to on data. */
export interface Measures extends Evaluation {
  readonly samples: number;
  /** Samples nearest to each centre. */
  readonly counts: readonly number[];
  /** Of the centres' shares, nats; ln k at equal shares. */
  readonly assignmentEntropy: number;
  /** Only for data with classes. */
  readonly labelled?: {
    readonly purity: number;
    readonly nmi: number;
    readonly ari: number;
    readonly bestMatch: number;
    /** Samples by class (row) and nearest centre (column). */
    readonly table: readonly (readonly number[])[];
    readonly classNames: readonly string[];
  };
}

/**
 * Measures a model on data.
 *
 * @throws DataFault if the samples are not of the size that the model was trained on.
 */
export async function measure(
  net: KMeansNetwork,
  data: LabelledData,
  options: { readonly signal?: AbortSignal } = {},
): Promise<Measures> {
  if (data.features !== net.features)
    throw new DataFault(
      `measure: expected samples of ${net.features} values as the model's, got ${data.features} ([${data.shape.join(", ")}])`,
    );
  const { samples, labels, classNames, size } = data;
  const evaluation = await net.evaluate(samples, options);
  const assignments = await net.assign(samples, options);
  const counts = Array.from(clusterCounts(assignments, net.k));
  const common = {
    samples: size,
    ...evaluation,
    counts,
    assignmentEntropy: assignmentEntropy(assignments, net.k),
  };
  if (labels === undefined) return common;
  const table = confusionTable(labels, assignments, { classes: classNames.length, k: net.k });
  return {
    ...common,
    labelled: {
      purity: purity(table),
      nmi: normalizedMutualInformation(table),
      ari: adjustedRandIndex(table),
      bestMatch: bestMatch(table).accuracy,
      table,
      classNames,
    },
  };
}

/** The measures by name, in the order in which terminal and page show them. */
export function measureFacts({
  samples,
  loss,
  inertia,
  usedClusters,
  collapsed,
  counts,
  assignmentEntropy,
  labelled,
}: Measures): Facts {
  const k = counts.length;
  return [
    ["Samples", String(samples)],
    ["Loss", loss.toFixed(5)],
    ["Inertia", inertia.toFixed(3)],
    ["Centres used", `${usedClusters} of ${k}${collapsed ? " (collapsed)" : ""}`],
    ["Entropy of the centres", `${assignmentEntropy.toFixed(3)} nats (ln ${k} = ${Math.log(k).toFixed(3)})`],
    ...(labelled === undefined
      ? []
      : ([
          ["Purity", percent(labelled.purity)],
          ["Best one-to-one match", percent(labelled.bestMatch)],
          ["NMI, ARI", `${labelled.nmi.toFixed(3)}, ${labelled.ari.toFixed(3)}`],
        ] as const)),
  ];
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
