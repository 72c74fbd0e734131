import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import type { DirectoryFilters } from "~/features/directory/filters";
import { narrowing } from "~/features/directory/queries";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { toast } from "~/ui/Toast";
import { NameForm } from "./NameForm";
import { savedSearchesQuery } from "./queries";
import { searchWords } from "./words";

export default function SaveSearchForm({
  filters,
  onDone,
}: {
  filters: DirectoryFilters;
  onDone: () => void;
}) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed("lorntech.saved-search", "session");
  const words = searchWords(filters);
  const [first] = useState(() => words.slice(0, 80));
  const save = useMutation({
    mutationFn: (name: string) => {
      const body = { name, query: narrowing(filters), paused: false };
      return unwrap(
        client.POST("/v1/me/saved-searches", { params: { header: idempotent(keyFor(body)) }, body }),
      );
    },
    onSuccess: () => {
      done();
      onDone();
      toast(m.saved_kept());
      return queryClient.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
    },
  });
  return (
    <NameForm
      first={first}
      act={m.saved_keep()}
      error={save.error}
      pending={save.isPending}
      onSend={save.mutate}
    >
      <p>{words}</p>
      <p>
        {m.saved_keep_text()}{" "}
        <Link to="/compte/$" params={{ _splat: "recherches" }}>
          {m.saved_title()}
        </Link>
      </p>
    </NameForm>
  );
}
