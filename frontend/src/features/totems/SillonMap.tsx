import type { Totem } from "~/api/types";
import { lazy } from "~/lib/lazy";
import { WhenSeen } from "~/ui/WhenSeen";
import css from "./map.module.css";

const Drawing = lazy(() => import("./SillonMapDrawing"));

/** The Sillon lorrain along the Moselle, where the list of the Totems stands elsewhere on the page. */
export function SillonMap({ totems }: { totems: Totem[] }) {
  return (
    <WhenSeen className={css.frame}>
      <Drawing totems={totems} />
    </WhenSeen>
  );
}
