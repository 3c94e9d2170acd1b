import {
  captioned,
  definitions,
  escapeHtml,
  figure,
  heatMap,
  lossFigure,
  type Section as PageSection,
  page,
  picture,
  table,
  warning,
} from "@elbowjs/figures";
import type { EpochReport } from "./model-program.js";
import type { Section } from "./section.js";

/** Cells of a heat map can be read up to here. */
const mostCells = { rows: 20, columns: 16 };

/** The training of which a page shows the loss. */
export interface LossHistory {
  readonly epochs: readonly EpochReport[];
  /** Training loss of every step. Default unknown. */
  readonly steps?: readonly number[];
}

/** A report as a page of its own: its sections, and behind the first the loss of the training where it is known. */
export function reportPage(title: string, sections: readonly Section[], history: LossHistory): string {
  // What stands before the first title belongs to no section: a warning.
  const first = sections.findIndex((section) => section.title !== undefined);
  const lead = sections.slice(0, first === -1 ? sections.length : first);
  const titled = groups(sections.slice(lead.length));
  const curve = history.epochs.length === 0 ? [] : [{ title: "Loss", html: lossCurve(history) }];
  const all = [...titled.slice(0, 1), ...curve, ...titled.slice(1)];
  return page({ title, sections: all, ...(lead.length > 0 && { lead: lead.map(sectionHtml).join("\n") }) });
}

/** Sections without a title are part of the one above. */
function groups(sections: readonly Section[]): PageSection[] {
  const made: { title: string; html: string }[] = [];
  for (const section of sections)
    if (section.title !== undefined) made.push({ title: section.title, html: sectionHtml(section) });
    else made.at(-1)!.html += `\n${sectionHtml(section)}`;
  return made;
}

function lossCurve({ epochs, steps = [] }: LossHistory): string {
  const validation = epochs.map((epoch) => epoch.validation?.loss ?? Number.NaN);
  const svg = lossFigure({
    title: `Loss of ${epochs.length} epochs`,
    train: epochs.map(({ loss }) => loss),
    // Steps of a part of the epochs would stand at the wrong ones.
    ...(steps.length > 0 && epochs[0]!.epoch === 1 && { steps }),
    ...(validation.some((loss) => !Number.isNaN(loss)) && { validation }),
    background: false,
  });
  return captioned(svg, "Line: training loss. Dots: loss on the test set after each epoch.");
}

function sectionHtml(section: Section): string {
  const note = section.note === undefined ? "" : `<p class="note">${escapeHtml(section.note)}</p>\n`;
  return note + content(section);
}

function content(section: Section): string {
  switch (section.kind) {
    case "facts":
      return definitions(Object.fromEntries(section.facts));
    case "counts":
      return countsHtml(section);
    case "picture":
      return picture(section.png, section.alt);
    case "drawing":
      return captioned(section.svg);
    case "warning":
      return warning(section.text);
    default:
      return section satisfies never;
  }
}

/** Counts as coloured cells, or where they are too many as a plain table. */
function countsHtml({ rows, columns, counts, corner }: Section & { kind: "counts" }): string {
  if (rows.length > mostCells.rows || columns.length > mostCells.columns)
    return table(
      [corner, ...columns],
      counts.map((row, i) => [rows[i]!, ...row]),
    );
  const svg = figure({
    title: corner,
    summary: counts.map((row, i) => `${rows[i]}: ${row.join(" ")}`).join("; "),
    width: 200 + 40 * columns.length,
    height: Math.max(120, 90 + 28 * rows.length),
    background: false,
    x: { categories: columns },
    y: { categories: rows, reverse: true },
    marks: [heatMap({ values: counts, text: String })],
  });
  return captioned(svg);
}
