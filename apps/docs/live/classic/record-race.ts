import { drawRace, type RacePicture } from "./draw-race.js";

const size = { width: 720, height: 540 } as const;
/** Pictures of a clip, and the milliseconds between them. */
const pictures = 100;
const interval = 50;

/**
 * A clip of the race from its start to its end, five seconds of WebM, for a message or a slide.
 *
 * @param picture what is drawn after t steps.
 */
export async function recordRace(picture: (t: number) => RacePicture, steps: number): Promise<Blob> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, size);
  const context = canvas.getContext("2d")!;
  const stream = canvas.captureStream(1000 / interval);
  const recorder = new MediaRecorder(stream, { mimeType: "video/webm" });
  const parts: Blob[] = [];
  recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
  const stopped = new Promise((resolve) => recorder.addEventListener("stop", resolve, { once: true }));
  recorder.start();
  for (let i = 0; i <= pictures; i++) {
    drawRace(context, picture(Math.round((steps * i) / pictures)), size.width, size.height);
    await new Promise((resolve) => setTimeout(resolve, interval));
  }
  recorder.stop();
  await stopped;
  for (const track of stream.getTracks()) track.stop();
  return new Blob(parts, { type: "video/webm" });
}
