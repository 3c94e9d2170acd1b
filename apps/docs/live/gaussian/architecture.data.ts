import { architectureDiagram, GaussianVae } from "@elbowjs/gaussian-vae";
import { buildBackend } from "../build-backend.js";

export declare const data: string;

export default {
  /** The diagram of the lecture's model, as the package draws it. */
  async load(): Promise<string> {
    await buildBackend();
    const vae = await GaussianVae.create();
    const svg = architectureDiagram(vae);
    vae.dispose();
    return svg;
  },
};
