/** A picture in memory. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** Row by row, the channels of a pixel side by side. */
  readonly data: Uint8Array<ArrayBuffer>;
}
