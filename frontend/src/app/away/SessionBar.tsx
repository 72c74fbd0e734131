import { useQueryClient } from "@tanstack/react-query";
import Clock from "lucide-react/icons/clock";
import { useEffect, useState } from "react";
import { meQuery, useMe } from "~/features/identity/queries";
import { sessionLeft } from "~/lib/session";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { wrapClass } from "~/ui/Page";
import css from "./away.module.css";

/** How long before its end a session says so: time enough to hear it and to find the button. */
const WARN_MS = 5 * 60_000;
const LOOK_MS = 15_000;

/** Says below the page that the session is about to end for lack of use, and keeps it on request (RGAA 13.1). */
export function SessionBar() {
  const queryClient = useQueryClient();
  const signedIn = Boolean(useMe());
  const [ending, setEnding] = useState(false);
  useEffect(() => {
    if (!signedIn) return;
    const look = () => {
      const left = sessionLeft();
      setEnding(left > 0 && left <= WARN_MS);
      // Over, unless it was used elsewhere: the service knows.
      if (left <= 0) void queryClient.invalidateQueries(meQuery);
    };
    const timer = setInterval(look, LOOK_MS);
    return () => {
      clearInterval(timer);
      setEnding(false);
    };
  }, [signedIn, queryClient]);
  const keep = () => {
    void queryClient.invalidateQueries(meQuery);
    setEnding(false);
  };
  return (
    <div role="status" className={css.bar}>
      {ending && (
        <div className={wrapClass}>
          <Clock size={20} aria-hidden="true" />
          <p>
            <strong>{m.session_ending_title()}</strong> {m.away_kept()}
          </p>
          <Button small onPress={keep}>
            {m.session_keep()}
          </Button>
        </div>
      )}
    </div>
  );
}
