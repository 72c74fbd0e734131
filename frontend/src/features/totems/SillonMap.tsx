import { lazy, Suspense } from "react";
import type { Totem } from "~/api/types";
import css from "./map.module.css";

// The shapes are loaded after the words of the page.
const Drawing = lazy(() => import("./SillonMapDrawing"));

/** The Sillon lorrain along the Moselle. With `current`, one place stands out and the others are quiet. */
export function SillonMap({ totems, current }: { totems: Totem[]; current?: string }) {
  return (
    <div className={css.frame}>
      <Suspense>
        <Drawing totems={totems} current={current} />
      </Suspense>
    </div>
  );
}
