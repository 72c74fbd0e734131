import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { isStatus } from "~/api/problem";
import type { Draft } from "~/api/types";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Actions } from "~/ui/States";
import type { AskDraft, AskSearch } from "./ask";
import {
  dropKept,
  hasWords,
  type KeptAsk,
  keep,
  keptDraftQuery,
  know,
  knownRevision,
  readKept,
  writeKept,
} from "./kept-draft";

/** Long enough not to send every word. */
const PAUSE = 1_500;

/** Keeps what is written in the account as well, and offers what was written on another device. */
export default function KeptDraft({
  account,
  draft,
  search,
  onContinue,
}: {
  account: string;
  draft: AskDraft;
  search: AskSearch;
  onContinue: (kept: KeptAsk) => void;
}) {
  const queryClient = useQueryClient();
  const { data: kept } = useQuery({ ...keptDraftQuery, refetchOnWindowFocus: true });
  const [known, setKnown] = useState(() => knownRevision(account));
  const content = writeKept(draft, search);
  // What this device had already kept when it came here is no news.
  const [saved, setSaved] = useState(known === undefined ? "" : content);
  const [before, setBefore] = useState<KeptAsk>();
  const here = hasWords(draft);
  const other =
    kept && kept.revision !== known && kept.content !== content ? readKept(kept.content) : undefined;

  const settle = (draft: Draft, content: string) => {
    know(account, draft.revision);
    setKnown(draft.revision);
    setSaved(content);
    queryClient.setQueryData(keptDraftQuery.queryKey, draft);
  };
  const save = async (over: Draft | null) => {
    try {
      settle(await keep(content, over), content);
    } catch (error) {
      // Somebody was quicker: what they wrote is offered. Without a connection it stays on this device.
      if (isStatus(error, 412)) await queryClient.invalidateQueries({ queryKey: keptDraftQuery.queryKey });
    }
  };
  const waits = kept !== undefined && !other && here && content !== saved;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the text begins the pause anew
  useEffect(() => {
    if (!waits) return;
    const timer = setTimeout(() => void save(kept), PAUSE);
    return () => clearTimeout(timer);
  }, [waits, content, kept]);

  if (!other || !kept)
    return before ? (
      <Actions>
        <Button
          look="quiet"
          small
          onPress={() => {
            onContinue(before);
            setBefore(undefined);
          }}
        >
          {m.draft_back()}
        </Button>
      </Actions>
    ) : null;
  return (
    <Banner tone="now" title={m.draft_elsewhere({ date: dateTime(kept.updated_at) })}>
      {other.draft.subject && <p>{m.quoted({ words: other.draft.subject })}</p>}
      <Actions>
        <Button
          small
          onPress={() => {
            if (here) setBefore({ draft, search });
            settle(kept, writeKept({ ...draft, ...other.draft }, other.search));
            onContinue(other);
          }}
        >
          {m.draft_continue()}
        </Button>
        <Button
          look="quiet"
          small
          onPress={() => {
            settle(kept, here ? "" : content);
            if (!here) void dropKept(queryClient);
          }}
        >
          {here ? m.draft_keep_here() : m.draft_discard()}
        </Button>
      </Actions>
    </Banner>
  );
}
