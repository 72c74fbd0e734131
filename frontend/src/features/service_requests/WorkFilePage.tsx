import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useRef } from "react";
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
  const onKeyDown = (event: KeyboardEvent) => {
    const typing =
      event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [role=dialog]");
    if (event.ctrlKey || event.metaKey || event.altKey || typing) return;
    if (event.key === "a" && actions.current) actions.current.take();
    else if (event.key === "r" && field.current) field.current.focus();
    else if (event.key === "Escape")
      void navigate({ to: "/travail/$totem", params: { totem }, search: { demande: id } });
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut layer; every action has its own control inside.
    <div onKeyDown={onKeyDown}>
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
    </div>
  );
}
