import { elu, type LayerFactory, leakyRelu, relu, sigmoid, tanh } from "@elbowjs/layers";

/** A hidden layer's nonlinearity. */
export type ActivationName = "elu" | "relu" | "leaky-relu" | "tanh" | "sigmoid";

const factories: Readonly<Record<ActivationName, () => LayerFactory>> = {
  elu,
  relu,
  "leaky-relu": leakyRelu,
  tanh,
  sigmoid,
};

/** Every {@link ActivationName}. */
export const activationNames: readonly string[] = Object.keys(factories);

/** The layer of an activation. */
export function activationLayer(name: ActivationName): LayerFactory {
  return factories[name]();
}
