import { join } from "node:path";
import { checkOut, type IsOurs } from "../files/check-out.js";
import { signedDrawing, signedPage, signedPng } from "../files/signature.js";
import { writeWhole } from "../files/write-whole.js";
import type { MeasuredPart } from "./measured-part.js";
import type { Report } from "./model-program.js";
import { reportPage } from "./report-page.js";
import type { Section } from "./section.js";
import type { StartRun } from "./start-run.js";
import { timeFacts } from "./times.js";

/** The report's files, by their names. */
export type ReportFiles = Readonly<Record<string, string | Uint8Array>>;

const jsonFormat = '{\n "format": "elbow-report"';

/** How a file of a report is told from somebody else's, by its name. */
export function kindOf(name: string): { readonly isOurs: IsOurs } {
  if (name.endsWith(".png")) return signedPng;
  if (name.endsWith(".svg")) return signedDrawing;
  if (name.endsWith(".html")) return signedPage;
  return { isOurs: (start) => start.startsWith(jsonFormat) };
}

/** The page, everything in numbers, and the pictures that have names. */
export function reportFiles(
  run: StartRun & { readonly measured: MeasuredPart; readonly report: Report },
): ReportFiles {
  const { report, trained, kept } = run;
  const titled = kept.map((section, i) => (i === 0 ? { title: "After each epoch", ...section } : section));
  const page = reportPage(report.title, [...report.sections, ...titled, ...about(run)], trained);
  const pictures = report.sections.flatMap((section): [string, string | Uint8Array][] => {
    if (section.kind === "picture" && section.file) return [[section.file, signedPng.sign(section.png)]];
    if (section.kind === "drawing" && section.file) return [[section.file, signedDrawing.sign(section.svg)]];
    return [];
  });
  return {
    ...Object.fromEntries(pictures),
    "report.html": signedPage.sign(page),
    "report.json": `${JSON.stringify(reportJson(run), null, 1)}\n`,
  };
}

/** What was asked for, and where the time went. */
function about({ values, backend, data, clock }: StartRun): Section[] {
  const { dataset, dataDir, limit, out, force, allowSoftwareGpu, ...settings } = values;
  const sizes = [`${data.train.size} training`, ...(data.test ? [`${data.test.size} test`] : [])].join(
    " and ",
  );
  return [
    {
      title: "Settings and times",
      kind: "facts",
      facts: [
        ["Data", `${data.name}, ${data.source}; ${sizes} samples`],
        ["Backend", `${backend.name}: ${backend.reason}`],
        [
          "Settings",
          Object.entries(settings)
            .map(([name, value]) => `${name} ${value}`)
            .join(", "),
        ],
        ...timeFacts(clock),
      ],
    },
  ];
}

function reportJson({
  name,
  values,
  backend,
  data,
  trained,
  clock,
  measured,
  report,
}: StartRun & { readonly measured: MeasuredPart; readonly report: Report }): object {
  const { steps, epochs, interrupted } = trained;
  return {
    format: "elbow-report",
    version: 1,
    model: name,
    dataset: data.name,
    source: data.source,
    backend,
    settings: values,
    interrupted,
    images: { train: data.train.size, ...(data.test && { test: data.test.size }) },
    history: { steps, epochs },
    [measured.name]: measured.evaluation,
    ...report.json,
    timings: clock.parts,
  };
}

/**
 * Writes a report's files into a folder, each whole or not at all; none if one of them would replace a stranger's.
 *
 * @returns the paths written.
 * @throws DataFault if one cannot be written.
 */
export async function writeReport(folder: string, files: ReportFiles, force: boolean): Promise<string[]> {
  for (const name of Object.keys(files)) await checkOut(join(folder, name), kindOf(name).isOurs, force);
  const paths: string[] = [];
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await writeWhole(path, content);
    paths.push(path);
  }
  return paths;
}
