import { useQuery } from "@tanstack/react-query";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Failed, Loading } from "~/ui/States";
import { spacesQuery } from "./queries";
import css from "./spaces.module.css";
import { kindWords, priceWords } from "./words";

/** What can be booked at a Totem, on its page. */
export default function TotemSpaces({ totem }: { totem: string }) {
  const query = useQuery(spacesQuery(totem));
  return (
    <Section title={m.spaces_title()}>
      {query.isPending ? (
        <Loading rows={2} />
      ) : query.isError ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <p>{m.spaces_none()}</p>
      ) : (
        <ul className={css.spaces}>
          {query.data.items.map((space) => (
            <li key={space.id}>
              <h3>
                <Link to="/totems/$slug/espaces/$space" params={{ slug: totem, space: space.slug }}>
                  {words(space.name)}
                </Link>
              </h3>
              <p className={css.meta}>
                <span>{kindWords(space.kind)}</span>
                <span>{priceWords(space.price)}</span>
                {space.status === "paused" && <Badge tone="now">{m.space_paused()}</Badge>}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
