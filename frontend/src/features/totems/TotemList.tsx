import { useSuspenseQuery } from "@tanstack/react-query";
import type { LangText } from "~/api/types";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { Empty } from "~/ui/States";
import { Words } from "~/ui/Words";
import { downstreamFirst, totemStatus } from "./labels";
import { totemsQuery } from "./queries";
import { TotemDrawing } from "./TotemDrawing";
import { ResponseLine } from "./TotemRows";
import css from "./totems.module.css";

/** The first paragraph: what follows says of each site what it says of all. */
const opening = (text: LangText) =>
  Object.fromEntries(Object.entries(text).map(([tag, said]) => [tag, said?.split("\n\n")[0]])) as LangText;

export function TotemList() {
  const { data } = useSuspenseQuery(totemsQuery);
  const totems = downstreamFirst(data.items);
  return (
    <Page title={m.totems_title()} lead={m.totems_lead()}>
      {totems.length === 0 && <Empty title={m.totems_empty()}>{m.totems_empty_text()}</Empty>}
      <ul className={css.list}>
        {totems.map((totem) => (
          <li key={totem.id} className={css.card}>
            <TotemDrawing slug={totem.slug} />
            <div className={css.cardBody}>
              <h2>
                <Link to="/totems/$slug" params={{ slug: totem.slug }}>
                  {m.totem_in_city({ city: totem.city, name: totem.name })}
                </Link>
              </h2>
              {totem.status !== "open" && <Badge tone="plain">{totemStatus(totem)}</Badge>}
              <p>
                <Words text={opening(totem.description)} />
              </p>
              <ResponseLine totem={totem} />
              <Link to="/totems/$slug" params={{ slug: totem.slug }} onward>
                {m.totem_see({ city: totem.city })}
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}
