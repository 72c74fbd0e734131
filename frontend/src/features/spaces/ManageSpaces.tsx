import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import type { Space } from "~/api/types";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Actions, Failed, Loading } from "~/ui/States";
import { spacesQuery } from "./queries";
import css from "./spaces.module.css";
import { kindWords, priceWords } from "./words";

const SpaceForm = lazy(() => import("./SpaceForm"));
const PauseForm = lazy(() => import("./PauseForm"));

type Open = { what: "form"; space?: Space } | { what: "pause"; space: Space };

/** The spaces of a site: agents book there for somebody, managers describe and pause them. */
export default function ManageSpaces({ totem, isManager }: { totem: string; isManager: boolean }) {
  const query = useQuery(spacesQuery(totem));
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  if (query.isPending) return <Loading rows={2} />;
  if (query.isError) return <Failed error={query.error} onRetry={() => query.refetch()} />;
  const action =
    open?.what === "form"
      ? m.space_edit()
      : open?.space.status === "active"
        ? m.space_pause()
        : m.space_resume();
  return (
    <>
      {query.data.items.length === 0 && <p>{m.spaces_none()}</p>}
      <ul className={css.list}>
        {query.data.items.map((space) => (
          <li key={space.id}>
            <h3>
              <Link to="/totems/$slug/espaces/$space" params={{ slug: totem, space: space.slug }}>
                {words(space.name)}
              </Link>
            </h3>
            <p className={css.meta}>
              <span>{kindWords(space.kind)}</span>
              <span>{m.space_count({ count: space.units, n: space.units })}</span>
              <span>{priceWords(space.price)}</span>
              {space.status === "paused" && <Badge tone="now">{m.space_paused()}</Badge>}
            </p>
            {isManager && (
              <Actions>
                <Button
                  look="secondary"
                  small
                  aria-label={`${m.space_edit()}, ${words(space.name)}`}
                  onPress={() => setOpen({ what: "form", space })}
                >
                  {m.space_edit()}
                </Button>
                <Button
                  look="quiet"
                  small
                  aria-label={`${space.status === "active" ? m.space_pause() : m.space_resume()}, ${words(space.name)}`}
                  onPress={() => setOpen({ what: "pause", space })}
                >
                  {space.status === "active" ? m.space_pause() : m.space_resume()}
                </Button>
              </Actions>
            )}
          </li>
        ))}
      </ul>
      {isManager && (
        <Actions>
          <Button look="secondary" onPress={() => setOpen({ what: "form" })}>
            {m.space_new()}
          </Button>
        </Actions>
      )}
      <Dialog
        title={open?.space ? m.step_title({ step: action, name: words(open.space.name) }) : m.space_new()}
        open={open !== undefined}
        onClose={close}
      >
        <Suspense>
          {open?.what === "form" && <SpaceForm totem={totem} space={open.space} onDone={close} />}
          {open?.what === "pause" && <PauseForm space={open.space} onDone={close} />}
        </Suspense>
      </Dialog>
    </>
  );
}
