import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SavedSearch } from "~/api/types";
import css from "~/features/directory/directory.module.css";
import { AccountNav } from "~/features/identity/AccountNav";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import { DeletedSearch } from "./DeletedSearch";
import { savedSearchesQuery } from "./queries";
import { SavedSearchItem } from "./SavedSearchItem";

/** The searches that one has saved. What is deleted stays in its place to be taken back, until one leaves the page. */
export default function SavedSearchesPage() {
  const query = useQuery(savedSearchesQuery);
  const [gone, setGone] = useState<SavedSearch[]>([]);
  const [back, setBack] = useState<string>();
  const isGone = ({ id }: SavedSearch) => gone.some((one) => one.id === id);
  // What was deleted is in the list until that is read again.
  const kept = query.data?.items.filter((one) => !isGone(one)) ?? [];
  const shown = [...kept, ...gone].sort((a, b) => (a.id < b.id ? 1 : -1));
  return (
    <Page title={m.saved_title()} lead={m.saved_lead()} below={<AccountNav />}>
      {query.isPending ? (
        <Loading rows={3} />
      ) : query.isError && shown.length === 0 ? (
        <Failed error={query.error} onRetry={() => query.refetch()} />
      ) : shown.length === 0 ? (
        <Empty
          title={m.saved_none()}
          actions={
            <Link to="/annuaire" button="secondary">
              {m.saved_open()}
            </Link>
          }
        >
          {m.saved_none_text()}
        </Empty>
      ) : (
        <Stack>
          <ul className={css.entries}>
            {shown.map((search) =>
              isGone(search) ? (
                <DeletedSearch
                  key={search.id}
                  search={search}
                  onBack={(id) => {
                    setGone((all) => all.filter((one) => one !== search));
                    setBack(id);
                  }}
                />
              ) : (
                <SavedSearchItem
                  key={search.id}
                  search={search}
                  focused={search.id === back}
                  onDeleted={() => setGone((all) => [...all, search])}
                />
              ),
            )}
          </ul>
          <p>
            <Link to="/compte/$" params={{ _splat: "notifications" }} onward>
              {m.saved_notices()}
            </Link>
          </p>
        </Stack>
      )}
    </Page>
  );
}
