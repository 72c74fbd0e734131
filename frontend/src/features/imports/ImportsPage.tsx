import { useInfiniteQuery } from "@tanstack/react-query";
import type { Import } from "~/api/types";
import { dateTime, fileSize } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Results } from "~/ui/Results";
import { Actions, Empty } from "~/ui/States";
import css from "./imports.module.css";
import { importsQuery } from "./queries";
import { countsWords, statusLabel, statusTone } from "./words";

export function ImportBadges({ of }: { of: Import }) {
  return (
    <Tags>
      <Badge tone={statusTone(of.status)}>{statusLabel(of.status)}</Badge>
      {of.dry_run && <Badge>{m.import_dry()}</Badge>}
    </Tags>
  );
}

function Item({ of }: { of: Import }) {
  return (
    <li>
      <div className={css.itemHead}>
        <h2>
          <Link to="/imports/$" params={{ _splat: of.id }}>
            {of.file_name}
          </Link>
        </h2>
        <ImportBadges of={of} />
      </div>
      <p>{countsWords(of)}</p>
      <p className={css.meta}>
        <span>{of.source.name}</span>
        <time dateTime={of.created_at}>{dateTime(of.created_at)}</time>
        <span>{fileSize(of.size)}</span>
      </p>
    </li>
  );
}

/** What was imported, the newest first. */
export function ImportsPage() {
  const query = useInfiniteQuery(importsQuery);
  const begin = (
    <Link to="/imports/$" params={{ _splat: "nouveau" }} button="primary">
      {m.imports_new()}
    </Link>
  );
  const none = query.data?.pages[0]?.items.length === 0;
  return (
    <Page title={m.imports_title()} lead={m.imports_lead()} below={!none && <Actions>{begin}</Actions>}>
      <Results
        query={query}
        empty={
          <Empty title={m.imports_none()} actions={begin}>
            {m.imports_none_text()}
          </Empty>
        }
      >
        {(imports) => (
          <ul className={css.items}>
            {imports.map((one) => (
              <Item key={one.id} of={one} />
            ))}
          </ul>
        )}
      </Results>
    </Page>
  );
}
