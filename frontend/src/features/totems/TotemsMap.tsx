import type { Totem } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { MapFrame } from "~/ui/MapFrame";
import SillonMapDrawing from "./SillonMapDrawing";

/** The Totems on the map and in a list, with the one the page is about marked in both. */
export default function TotemsMap({ totems, current }: { totems: Totem[]; current: string }) {
  return (
    <MapFrame
      title={m.totems_map()}
      places={totems.map((totem) => ({
        id: totem.slug,
        here: totem.slug === current,
        name:
          totem.slug === current ? (
            totem.city
          ) : (
            <Link to="/totems/$slug" params={{ slug: totem.slug }}>
              {totem.city}
            </Link>
          ),
        text: totem.name,
      }))}
    >
      {(map) => <SillonMapDrawing totems={totems} current={current} {...map} />}
    </MapFrame>
  );
}
