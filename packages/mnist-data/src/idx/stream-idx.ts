import { checkNumbers, checkOptions } from "@elbowjs/arguments";
import { PCG64 } from "@elbowjs/numpy-random";
import { type DownloadOptions, downloadOptions, ElbowDataError, type Source } from "@elbowjs/verified-files";
import { IdxReader, mostBytes } from "./idx-reader.js";
import { ShuffleBuffer, type StreamedImage } from "./shuffle-buffer.js";

/** How an IDX file is streamed. */
export interface StreamOptions extends DownloadOptions {
  /** The IDX file of the labels, streamed beside the images. Default: none. */
  readonly labels?: Source | undefined;
  /**
   * Number of images held back for a random order, an integer in [0, 2³¹); together they have at most 2 GiB. Default 0: the
   * order of the file.
   */
  readonly shuffleBuffer?: number | undefined;
  /** Seed of that order, an integer in [0, 2⁵³). Default 0. */
  readonly seed?: number | undefined;
}

/**
 * Yields the images of an IDX file while the file is still arriving, in constant memory: some chunks of the file
 * and the shuffle buffer. With a buffer of B images each arriving one takes the place of a random one, which is
 * yielded: an image may come any number of places late, but at most B places early.
 *
 * @param images IDX file of uint8 images, 3 dimensions; gzip or raw.
 * @returns Images whose bytes are reused: the next turn of the loop overwrites them, so `slice()` what is to be kept.
 * @throws RangeError if an option is outside its interval, TypeError if it does not exist.
 * @throws ElbowDataError for a file that is missing, damaged or of another kind, once the fault arrives; the images
 *   before it have been yielded by then.
 */
export async function* streamIdx(
  images: Source,
  options: StreamOptions = {},
): AsyncGenerator<StreamedImage, void, undefined> {
  checkOptions("streamIdx", options, ["labels", "shuffleBuffer", "seed", ...downloadOptions]);
  const { labels, shuffleBuffer = 0, seed = 0, ...download } = options;
  checkNumbers("streamIdx", {
    shuffleBuffer: [shuffleBuffer, "integer in [0, 2147483648)"],
    seed: [seed, "integer ≥ 0"],
  });
  const pictures = new IdxReader("streamIdx", images, 3, download);
  const marks = labels === undefined ? undefined : new IdxReader("streamIdx", labels, 1, download);
  try {
    await pictures.open();
    await marks?.open();
    const { count, itemSize } = pictures;
    if (marks !== undefined && marks.count !== count)
      throw new ElbowDataError(
        "count",
        `streamIdx: expected as many labels as images, got ${count} images in ${pictures.name} and ${marks.count} labels in ${marks.name}`,
      );
    const capacity = Math.min(shuffleBuffer, count);
    if (capacity * itemSize > mostBytes)
      throw new RangeError(
        `streamIdx: expected shuffleBuffer of at most ${Math.floor(mostBytes / itemSize)} images of ${itemSize} bytes, got ${shuffleBuffer}`,
      );
    const buffer = new ShuffleBuffer(capacity, itemSize, new PCG64(seed));
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
