import type { ModelFile } from "@elbowjs/command-line";
import { TextNetwork } from "../text/text-network.js";

/** Language models with their vocabulary. */
export const modelFile: ModelFile<TextNetwork> = {
  name: "model.safetensors",
  // Behind the header's length, which is binary, the metadata come first.
  isOurs: (start) => start.startsWith('{"__metadata__":{', 8) && start.includes('"model":"recurrent-text"'),
  read: (bytes) => TextNetwork.fromSafetensors(bytes),
  write: (model) => model.toSafetensors(),
};
