import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { client, unwrap } from "~/api/client";
import type { SavedSearch } from "~/api/types";
import css from "~/features/directory/directory.module.css";
import { validDirectory } from "~/features/directory/search";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { NameForm } from "./NameForm";
import { savedSearchesQuery } from "./queries";
import { searchWords } from "./words";

type Props = { search: SavedSearch; focused: boolean; onDeleted: () => void };

export function SavedSearchItem({ search, focused, onDeleted }: Props) {
  const queryClient = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (focused) link.current?.focus();
  }, [focused]);
  const { id, name, query, errors, paused, created_at, told_at } = search;
  const params = { path: { id } };
  const settled = () => queryClient.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
  const change = useMutation({
    mutationFn: (body: { name?: string; paused?: boolean }) =>
      unwrap(
        client.PATCH("/v1/me/saved-searches/{id}", {
          params,
          body,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: async (changed) => {
      setRenaming(false);
      if (changed.name !== name) toast(m.saved_renamed());
      await settled();
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(client.DELETE("/v1/me/saved-searches/{id}", { params })),
    onSuccess: onDeleted,
    onSettled: settled,
  });
  // The service's own words, by the names of the address.
  const filters = query && validDirectory({ ...query, radius_km: query.radius_km?.toString() });
  const errorOf = (part: "name" | "paused") =>
    change.variables && part in change.variables ? change.error : undefined;
  return (
    <li>
      <h2>
        {filters ? (
          <Link ref={link} to="/annuaire" search={filters}>
            {name}
          </Link>
        ) : (
          name
        )}{" "}
        {paused && <Badge tone="now">{m.saved_paused()}</Badge>}
      </h2>
      {filters ? (
        <p>{searchWords(filters)}</p>
      ) : (
        <p role="alert">
          {m.saved_outdated({ what: errors?.map(({ pointer }) => pointer?.split("/")[2]).join(", ") ?? "" })}
        </p>
      )}
      <p className={css.meta}>
        <span>{m.saved_since({ date: longDate(created_at) })}</span>
        <span>{told_at ? m.saved_told({ date: longDate(told_at) }) : m.saved_untold()}</span>
      </p>
      <ProblemBanner error={remove.error ?? errorOf("paused")} />
      <Actions>
        {filters && (
          <Button
            look="secondary"
            small
            aria-label={`${paused ? m.saved_resume() : m.saved_pause()}, ${name}`}
            pending={change.isPending && !renaming}
            onPress={() => change.mutate({ paused: !paused })}
          >
            {paused ? m.saved_resume() : m.saved_pause()}
          </Button>
        )}
        <Button
          look="secondary"
          small
          aria-label={`${m.saved_rename()}, ${name}`}
          onPress={() => setRenaming(true)}
        >
          {m.saved_rename()}
        </Button>
        <Button
          look="quiet"
          small
          aria-label={`${m.saved_delete()}, ${name}`}
          pending={remove.isPending}
          onPress={() => remove.mutate()}
        >
          {m.saved_delete()}
        </Button>
      </Actions>
      <Dialog title={m.saved_rename()} open={renaming} onClose={() => setRenaming(false)}>
        <NameForm
          first={name}
          act={m.saved_rename()}
          error={errorOf("name")}
          pending={change.isPending}
          onSend={(name) => change.mutate({ name })}
        />
      </Dialog>
    </li>
  );
}
