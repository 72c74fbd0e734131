import { useQuery } from "@tanstack/react-query";
import { stringifySearch } from "~/app/search";
import { readBox } from "~/features/directory/box";
import DirectoryMap from "~/features/directory/DirectoryMap";
import type { DirectoryFilters } from "~/features/directory/filters";
import { kindLabel } from "~/features/directory/labels";
import { onMapQuery } from "~/features/directory/on-map";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { MapFrame } from "~/ui/MapFrame";
import { useTitle } from "~/ui/Page";
import css from "./embed.module.css";

/** So many names stand in the list beside the map; the directory has them all. */
const NAMED = 200;

/** The directory's map on the page of a partner: no sign-in, no cookie, and every link opens a page of its own. */
export function EmbedPage({ filters }: { filters: DirectoryFilters }) {
  useTitle(m.embed_title());
  const { data: found = [] } = useQuery(onMapQuery(filters));
  const sources = [...new Set(found.map((place) => place.attribution))].filter(Boolean);
  return (
    <div className={css.page}>
      <main>
        <h1 className="visually-hidden">{m.embed_title()}</h1>
        <MapFrame
          title={m.embed_found({ count: found.length, n: number(found.length) })}
          wide
          places={found.slice(0, NAMED).map((place) => ({
            id: place.id,
            name: (
              <a href={`/annuaire/${place.slug}`} target="_blank" rel="noopener">
                {place.name}
              </a>
            ),
            text: [place.kinds.map(kindLabel).join(", "), place.locality].filter(Boolean).join(" · "),
          }))}
        >
          {(map) => <DirectoryMap filters={filters} box={readBox(filters.bbox)} apart {...map} />}
        </MapFrame>
      </main>
      <footer className={css.back}>
        {sources.length > 0 && <p>{m.embed_sources({ sources: sources.join(" · ") })}</p>}
        <a href={`/annuaire${stringifySearch(filters)}`} target="_blank" rel="noopener">
          {m.embed_back()}
        </a>
      </footer>
    </div>
  );
}
