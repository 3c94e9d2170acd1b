/** η, checked to be a finite positive number. */
export function checkedLearningRate(learningRate: number, caller: string): number {
  if (!(learningRate > 0 && learningRate < Number.POSITIVE_INFINITY))
    throw new RangeError(`${caller}: expected learningRate in (0, ∞), got ${learningRate}`);
  return learningRate;
}
