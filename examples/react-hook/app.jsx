// Points in the plane, coloured by their cluster; a slider chooses k.
//
//   npx vite examples/react-hook
import { defaultRng } from "@elbowjs/numpy-random";
import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { useKMeans } from "./use-k-means.js";

const corners = [20, 20, 80, 20, 50, 80];

function App() {
  const [k, setK] = useState(3);
  const points = useMemo(() => {
    const noise = defaultRng(3).normal(0, 5, 180);
    const data = Float32Array.from(noise, (e, i) => corners[i % 6] + e);
    return { data, shape: [90, 2] };
  }, []);
  const { clustering, error, busy } = useKMeans(points, k);
  return (
    <main>
      <label>
        k <input type="range" min="1" max="6" value={k} onChange={(e) => setK(Number(e.target.value))} /> {k}
      </label>
      <p role="status">
        {error?.message ?? (busy ? "clustering" : `inertia ${clustering.inertia.toFixed(1)}`)}
      </p>
      <svg viewBox="0 0 100 100" width="400" role="img" aria-label="Points and their clusters">
        {clustering &&
          Array.from(clustering.assignments, (cluster, i) => (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: the points never change their order
              key={i}
              cx={points.data[2 * i]}
              cy={points.data[2 * i + 1]}
              r="1.2"
              fill={`hsl(${cluster * 60} 70% 45%)`}
            />
          ))}
      </svg>
    </main>
  );
}

createRoot(document.querySelector("#app")).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
