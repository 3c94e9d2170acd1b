/**
 * Draws a grey image of 28×28, ink dark on light or light on dark as the page is. Values are bytes, or floats that are
 * cut to [0, 1].
 */
export function drawImage(
  canvas: HTMLCanvasElement,
  image: Uint8Array | Float32Array,
  { width = 28, height = 28, dark }: { width?: number; height?: number; dark: boolean },
): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d")!;
  const data = context.createImageData(width, height);
  const scale = image instanceof Float32Array ? 255 : 1;
  for (let i = 0; i < width * height; i++) {
    const ink = Math.min(255, Math.max(0, image[i]! * scale));
    const grey = dark ? 24 + (ink * 231) / 255 : 255 - ink;
    data.data.set([grey, grey, grey, 255], 4 * i);
  }
  context.putImageData(data, 0, 0);
}
