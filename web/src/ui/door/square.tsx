/** A link as a square that another phone's camera reads. Drawn here; nothing is asked of anybody. */

import { useEffect, useState } from "preact/hooks";

const QUIET = 3;

export function Square({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string }>();
  useEffect(() => {
    void import("qr").then(({ default: encode }) => {
      const rows = encode(text, "raw", { ecc: "low", border: 1 });
      const path = rows.map((row, y) => row.map((dark, x) => (dark ? `M${x + QUIET} ${y + QUIET}h1v1h-1z` : "")).join("")).join("");
      setDrawn({ size: rows.length + 2 * QUIET, path });
    });
  }, [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${drawn?.size ?? 1} ${drawn?.size ?? 1}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
      style="aspect-ratio:1"
    >
      {drawn && <path d={drawn.path} fill="#000" />}
    </svg>
  );
}
