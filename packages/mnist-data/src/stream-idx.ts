import { ElbowDataError } from "./data-error.js";
import type { DownloadOptions } from "./download.js";
import { IdxReader } from "./idx-reader.js";
import { seededRandom } from "./random.js";
import { ShuffleBuffer, type StreamedImage } from "./shuffle-buffer.js";
import type { Source } from "./source.js";

/** How an IDX file is streamed. */
export interface StreamOptions extends DownloadOptions {
  /** The IDX file of the labels, streamed beside the images. Default: none. */
  labels?: Source;
  /** Number of images held back for a random order, an integer ≥ 0. Default 0: the order of the file. */
  shuffleBuffer?: number;
  /** Seed of that order, an integer in [0, 2⁵³). Default 0. */
  seed?: number;
}

/**
 * Yields the images of an IDX file while the file is still arriving, in constant memory: some chunks of the file
 * and the shuffle buffer. With a buffer of B images each arriving one takes the place of a random one, which is
 * yielded: an image may come any number of places late, but at most B places early.
 *
 * @param images IDX file of uint8 images, 3 dimensions; gzip or raw.
 * @throws RangeError if an option is outside its interval.
 * @throws ElbowDataError for a file that is missing, damaged or of another kind, once the fault arrives; the images
 *   before it have been yielded by then.
 */
export async function* streamIdx(
  images: Source,
  { labels, shuffleBuffer = 0, seed = 0, ...download }: StreamOptions = {},
): AsyncGenerator<StreamedImage, void, undefined> {
  if (!(Number.isInteger(shuffleBuffer) && shuffleBuffer >= 0))
    throw new RangeError(`streamIdx: expected shuffleBuffer as an integer ≥ 0, got ${shuffleBuffer}`);
  const random = seededRandom(seed);
  const pictures = new IdxReader(images, 3, download);
  const marks = labels === undefined ? undefined : new IdxReader(labels, 1, download);
  try {
    await pictures.open();
    await marks?.open();
    const { count, itemSize } = pictures;
    if (marks !== undefined && marks.count !== count)
      throw new ElbowDataError(
        "count",
        `streamIdx: expected as many labels as images, got ${count} images in ${pictures.name} and ${marks.count} labels in ${marks.name}`,
      );
    const buffer = new ShuffleBuffer(Math.min(shuffleBuffer, count), itemSize, random);
    const image = new Uint8Array(itemSize);
    const mark = new Uint8Array(1);
    for (let index = 0; index < count; index++) {
      // Most items have arrived with the one before; a promise for each would take longer than the image.
      const late = pictures.next(image);
      if (late !== undefined) await late;
      const lateMark = marks?.next(mark);
      if (lateMark !== undefined) await lateMark;
      const leaving = buffer.exchange({ image, label: marks && mark[0], index });
      if (leaving !== undefined) yield leaving;
    }
    await pictures.end();
    await marks?.end();
    yield* buffer.drain();
  } finally {
    await pictures.close();
    await marks?.close();
  }
}
