import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef } from "react";
import { useShortcuts } from "~/lib/shortcuts";
import { m } from "~/paraglide/messages.js";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Link } from "~/ui/Link";
import { Page } from "~/ui/Page";
import { useLiveRequests } from "./live";
import { requestQuery } from "./queries";
import { type FileActions, WorkFile } from "./WorkFile";

export function WorkFilePage({ totem, id }: { totem: string; id: string }) {
  const { data: request } = useSuspenseQuery(requestQuery(id));
  const navigate = useNavigate();
  useLiveRequests();
  const actions = useRef<FileActions>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useShortcuts([
    { key: "a", words: m.keys_take_request, run: () => actions.current?.take() },
    { key: "r", words: m.keys_reply_request, run: () => field.current?.focus() },
    {
      key: "Escape",
      words: m.keys_back,
      run: () => void navigate({ to: "/travail/$totem", params: { totem }, search: { demande: id } }),
    },
  ]);
  return (
    <Page
      title={request.subject}
      longTitle
      above={
        <Breadcrumb>
          <Link to="/travail/$totem" params={{ totem }} search={{ demande: id }}>
            {m.inbox_back()}
          </Link>
          <span className="tabular">{request.reference}</span>
        </Breadcrumb>
      }
    >
      <WorkFile id={id} headed={false} fieldRef={field} actionsRef={actions} />
    </Page>
  );
}
