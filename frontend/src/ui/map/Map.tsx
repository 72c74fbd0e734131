import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { cx } from "../cx";
import { WhenSeen } from "../WhenSeen";
import css from "./map.module.css";
import type { MapProps } from "./types";

const Drawing = lazy(() => import("./MapDrawing"));

/** `without`: what is said where no map is drawn, unless a list stands beside it. */
type Props = MapProps & { without?: string | undefined };

let drawable: boolean | undefined;
/** Whether this browser draws maps at all; asked once, for each answer costs it a context. */
function canDraw(): boolean {
  drawable ??= Boolean(document.createElement("canvas").getContext("webgl2"));
  return drawable;
}

function Room({ without, ...props }: Props) {
  if (!canDraw()) return <p className={css.none}>{without ?? m.map_no_webgl()}</p>;
  return <Drawing {...props} />;
}

/** A map with the records on it, drawn when it is seen. What it shows stands beside it in words, which do without it. */
export function MapOf({ className, ...props }: Props & { className?: string | undefined }) {
  return (
    <div className={cx(css.map, className)}>
      <WhenSeen className={css.seen}>
        <Room {...props} />
      </WhenSeen>
      <p className={css.ground}>{m.map_ground()}</p>
    </div>
  );
}
