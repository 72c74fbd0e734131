import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import CloudOff from "lucide-react/icons/cloud-off";
import { useEffect } from "react";
import { useConnection } from "~/lib/connection";
import { m } from "~/paraglide/messages.js";
import { wrapClass } from "~/ui/Page";
import { toast } from "~/ui/Toast";
import css from "./away.module.css";
import { watchConnection } from "./watch";

/** Looks after the connection; says below every page when it is lost, and brings the page up to date when it is back. */
export function AwayBar() {
  const connection = useConnection();
  const queryClient = useQueryClient();
  const router = useRouter();
  useEffect(
    () =>
      watchConnection((from) => {
        if (from !== "up") toast(m.away_back());
        void queryClient.invalidateQueries();
        void router.invalidate();
      }),
    [queryClient, router],
  );
  return (
    <div role="status" className={css.bar}>
      {connection !== "up" && (
        <p className={wrapClass}>
          <CloudOff size={20} aria-hidden="true" />
          <span>
            <strong>{connection === "offline" ? m.away_offline_title() : m.away_title()}</strong>{" "}
            {m.away_kept()} {connection === "offline" ? m.away_offline_text() : m.away_text()}
          </span>
        </p>
      )}
    </div>
  );
}
