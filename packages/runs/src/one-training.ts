import { checkKinds } from "@elbowjs/arguments";

const training = new WeakSet<object>();

/** Whether a training of this model is under way. */
export function isTraining(model: object): boolean {
  return training.has(model);
}

/** Throws while a training of this model is under way: two at once would make a third model of both. */
export function checkNoTraining(caller: string, model: object): void {
  if (isTraining(model))
    throw new Error(`${caller}: expected no training under way, got one; await fit before the next call`);
}

/** Does a training of a model, and refuses a second one until it has ended. */
export async function oneTraining<T>(caller: string, model: object, train: () => Promise<T>): Promise<T> {
  checkKinds(caller, { model: [model, "object"], train: [train, "function"] });
  checkNoTraining(caller, model);
  training.add(model);
  try {
    return await train();
  } finally {
    training.delete(model);
  }
}
