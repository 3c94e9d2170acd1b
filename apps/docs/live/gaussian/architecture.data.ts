import { useBackend } from "@elbowjs/backend";
import { architectureDiagram, GaussianVae } from "@elbowjs/gaussian-vae";

export declare const data: string;

export default {
  /** The diagram of the lecture's model, as the package draws it. */
  async load(): Promise<string> {
    await useBackend({ prefer: ["cpu"] });
    const vae = await GaussianVae.create();
    const svg = architectureDiagram(vae);
    vae.dispose();
    return svg;
  },
};
