import type { SavedModel, Weight } from "@elbowjs/layers";
import type { Player } from "./player.js";

/** What {@link train} needs of a model. */
export interface Trainable<B, V> extends SavedModel {
  /** The model itself, of which only one training may be under way. */
  readonly model: object;
  readonly options: object & { readonly seed: number };
  /** Who learns, in the order in which they take their steps. */
  readonly players: readonly Player<B>[];
  /** What the losses are made of besides the model's options, for checkpoints to tell; plain data. Default: nothing. */
  readonly objective?: unknown;
  /** Whether a loss depends on `progress`, as with a warm-up: a run may then not go on to more epochs. Default false. */
  readonly usesProgress?: boolean;
  /** Measures the model on validation data after each epoch; the `loss` it gives is what early stopping looks at. Default: none. */
  validate?(signal: AbortSignal | undefined): Promise<V>;
}

/** The weights of all players together. */
export function weightsOfPlayers<B>(players: readonly Player<B>[]): Map<string, Weight> {
  return new Map(players.flatMap((player) => [...player.weights()]));
}
