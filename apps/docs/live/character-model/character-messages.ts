import type { ShownBackend } from "../shown-backend.js";

/** What is trained. */
export interface CharacterSettings {
  readonly layers: number;
  readonly heads: number;
  readonly rate: number;
  readonly seed: number;
}

/** What the page asks of the worker; to stop it, the page ends it. */
export type CharacterRequest = { readonly type: "train" } & CharacterSettings;

/** Whether a drawn word is one: of the training, of the rules only, or of neither. */
export type DrawnKind = "trained" | "new" | "wrong";

/** What the model does after some steps. */
export interface Look {
  readonly step: number;
  readonly drawn: readonly { readonly text: string; readonly kind: DrawnKind }[];
  /** The word that it reads, its start first, and by block and head where it looks: [tokens, tokens] each. */
  readonly names: readonly string[];
  readonly attention: readonly (readonly Float32Array[])[];
}

/** What the worker tells the page. */
export type CharacterReport =
  /** `floor`: what the best model pays, in nats per letter; `chance`: one that knows nothing. */
  | {
      readonly type: "ready";
      readonly backend: ShownBackend;
      readonly steps: number;
      readonly floor: number;
      readonly chance: number;
    }
  | { readonly type: "losses"; readonly losses: readonly { readonly step: number; readonly loss: number }[] }
  | { readonly type: "look"; readonly look: Look }
  /** Nats per letter of words of unseen roots. */
  | { readonly type: "done"; readonly loss: number }
  | { readonly type: "failed"; readonly message: string };
