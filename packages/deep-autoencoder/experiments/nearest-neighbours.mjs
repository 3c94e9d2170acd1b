/**
 * The share of test points whose k nearest training points vote for their label; of equal votes the smallest label wins, as
 * scikit-learn has it.
 *
 * @param codes of n × d numbers, row by row.
 */
export function neighbourAccuracy(train, test, d, k = 10) {
  const n = train.labels.length;
  let right = 0;
  const distances = new Float64Array(k);
  const places = new Int32Array(k);
  for (let i = 0; i < test.labels.length; i++) {
    distances.fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < n; j++) {
      let distance = 0;
      for (let c = 0; c < d; c++) distance += (train.codes[j * d + c] - test.codes[i * d + c]) ** 2;
      if (distance >= distances[k - 1]) continue;
      let place = k - 1;
      for (; place > 0 && distances[place - 1] > distance; place--) {
        distances[place] = distances[place - 1];
        places[place] = places[place - 1];
      }
      distances[place] = distance;
      places[place] = j;
    }
    const votes = new Int32Array(10);
    for (const place of places) votes[train.labels[place]]++;
    right += votes.indexOf(Math.max(...votes)) === test.labels[i];
  }
  return right / test.labels.length;
}
