import type { Tensor } from "@tensorflow/tfjs-core";
import type { NetworkState } from "../network/network-state.js";

/** What the encoder hands to the decoder. */
export interface Encoded {
  /** [n, 1, S, units]: its outputs, for attention. */
  readonly outputs?: Tensor | undefined;
  /** Where they are padding. */
  readonly padding?: Tensor | undefined;
  /** Its states after each row's last token, where the decoder begins. */
  readonly last: NetworkState;
}
