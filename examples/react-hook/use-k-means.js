import { lloyd } from "@elbowjs/kmeans-nn";
import { useEffect, useState } from "react";

/**
 * Clusters points whenever they or k change. A clustering that is no longer wanted is aborted.
 *
 * @param {{ data: Float32Array, shape: number[] }} points keep it the same object (`useMemo`) while it is the same data.
 * @param {number} k
 * @returns {{ clustering?: import("@elbowjs/kmeans-nn").Clustering, error?: Error, busy: boolean }}
 */
export function useKMeans(points, k) {
  const [state, setState] = useState({ busy: true });
  useEffect(() => {
    const controller = new AbortController();
    setState((before) => ({ ...before, busy: true }));
    lloyd(points, { k, seed: 0, nInit: 4, signal: controller.signal }).then(
      (clustering) => controller.signal.aborted || setState({ clustering, busy: false }),
      (error) => controller.signal.aborted || setState({ error, busy: false }),
    );
    return () => controller.abort();
  }, [points, k]);
  return state;
}
