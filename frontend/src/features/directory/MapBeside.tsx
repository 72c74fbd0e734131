import { Suspense, useState } from "react";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { readBox, writeBox } from "./box";
import DirectoryMap from "./DirectoryMap";
import type { DirectoryFilters } from "./filters";
import css from "./map.module.css";

const EmbedDialog = lazy(() => import("../embed/EmbedDialog"));

type Props = {
  filters: DirectoryFilters;
  lit: string | undefined;
  onLight: (id: string | undefined) => void;
  /** What the map shows after somebody moved it; nothing when the whole list is wanted again. */
  onBox: (bbox: string | undefined) => void;
};

/** The map beside the directory's list, in step with it. */
export default function MapBeside({ filters, lit, onLight, onBox }: Props) {
  const [embedding, setEmbedding] = useState(false);
  return (
    <>
      <div className={css.beside}>
        <DirectoryMap
          filters={filters}
          box={readBox(filters.bbox)}
          lit={lit}
          onLight={onLight}
          onMove={(box) => onBox(writeBox(box))}
        />
      </div>
      <div className={css.below}>
        {filters.bbox && (
          <Button look="quiet" small onPress={() => onBox(undefined)}>
            {m.directory_everywhere()}
          </Button>
        )}
        <Button look="quiet" small onPress={() => setEmbedding(true)}>
          {m.embed_open()}
        </Button>
        <Link to="/ecosysteme" button="quiet" small>
          {m.ecosystem_title()}
        </Link>
      </div>
      <Suspense>
        {embedding && <EmbedDialog filters={filters} onClose={() => setEmbedding(false)} />}
      </Suspense>
    </>
  );
}
