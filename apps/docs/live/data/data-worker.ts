import { openDataset, type Split } from "@elbowjs/mnist-data";
import { failureText } from "../fetch-failure.js";
import { digitCount } from "../k-means/k-means-settings.js";
import type { DataReport, DataRequest, PageItem, PageQuery } from "./data-messages.js";
import { readOwnFiles } from "./own-files.js";

/** What is open: two splits, or a list of images without classes. */
let opened: { train: Split; test: Split } | { items: readonly PageItem[] } | undefined;
let queue: Promise<void> = Promise.resolve();

const report = (message: DataReport): void => postMessage(message);

addEventListener("message", ({ data }: MessageEvent<DataRequest>) => {
  queue = queue
    .then(() => serve(data))
    .catch((error: unknown) =>
      report({ type: "failed", message: failureText(error, data.type === "open" ? data.name : "files") }),
    );
});

async function serve(request: DataRequest): Promise<void> {
  switch (request.type) {
    case "open": {
      const { train, test, source } = await openDataset(request.name, {
        size: digitCount,
        seed: request.seed,
        onProgress: ({ received, total, url }) => report({ type: "download", received, total, url }),
      });
      opened = { train, test };
      report({
        type: "opened",
        source,
        sizes: { train: train.size, test: test.size },
        counts: classCounts(train),
      });
      return;
    }
    case "files": {
      const read = await readOwnFiles(request.files);
      const source = request.files.map(({ name }) => name).join(", ");
      if ("items" in read) {
        const { items, size, refused } = read;
        opened = { items };
        report({
          type: "opened",
          source,
          sizes: { train: size, test: 0 },
          counts: [],
          refused,
          ...(items.length < size ? { shown: items.length } : {}),
        });
        return;
      }
      opened = { train: read, test: read.take(0) };
      report({ type: "opened", source, sizes: { train: read.size, test: 0 }, counts: classCounts(read) });
      return;
    }
    case "page":
      report({ type: "page", ...page(request.query) });
      return;
    default:
      request satisfies never;
  }
}

/** Images of each class, up to the largest label there is. */
function classCounts({ labels }: Split): number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}

function page({ part, label, start, count }: PageQuery): { items: readonly PageItem[]; total: number } {
  if (opened === undefined) return { items: [], total: 0 };
  if ("items" in opened)
    return { items: opened.items.slice(start, start + count), total: opened.items.length };
  const split = opened[part];
  const [height, width] = split.shape;
  const wanted: number[] = [];
  let total = 0;
  for (let i = 0; i < split.size; i++) {
    if (label >= 0 && split.labels[i] !== label) continue;
    if (total >= start && total < start + count) wanted.push(i);
    total++;
  }
  const items = wanted.map((i) => ({
    image: split.image(i).slice(),
    width,
    height,
    label: split.labels[i],
    name: String(i),
  }));
  return { items, total };
}
