import { expect, it } from "vitest";
import { checkNoTraining, isTraining, oneTraining } from "../src/index.js";

it("oneTraining(caller, model, train) refuses a second one of the same model until it has ended, be it by an error", async () => {
  const [model, other] = [{}, {}];
  let end: (reason: Error) => void = () => undefined;
  const running = oneTraining("A.fit", model, () => new Promise((_, reject) => (end = reject)));
  expect([isTraining(model), isTraining(other)]).toEqual([true, false]);
  await expect(oneTraining("A.fit", model, async () => 1)).rejects.toThrow(
    "A.fit: expected no training under way, got one; await fit before the next call",
  );
  expect(() => checkNoTraining("A.dispose", model)).toThrow("A.dispose: expected no training under way");
  expect(await oneTraining("A.fit", other, async () => 2)).toBe(2);
  end(new Error("stopped"));
  await expect(running).rejects.toThrow("stopped");
  expect(isTraining(model)).toBe(false);
  expect(await oneTraining("A.fit", model, async () => 3)).toBe(3);
});
