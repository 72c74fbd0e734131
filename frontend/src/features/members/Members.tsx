import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";
import type { Member } from "~/api/types";
import { meQuery, useMe } from "~/features/identity/queries";
import { longDate } from "~/lib/format";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge } from "~/ui/Badge";
import { Button } from "~/ui/Button";
import { Results } from "~/ui/Results";
import { Empty } from "~/ui/States";
import { toast } from "~/ui/Toast";
import css from "./members.module.css";
import { membersQuery } from "./queries";
import { leads, type Place, roleLabel } from "./roles";

const WithdrawDialog = lazy(() => import("./WithdrawDialog"));

/** Who has a right at a place; who leads it withdraws them here. */
export function Members({ place }: { place: Place }) {
  const me = useMe();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const query = useInfiniteQuery(membersQuery(place));
  const [chosen, setChosen] = useState<Member>();
  const own = chosen?.account.id === me?.account.id;
  const withdrawn = async () => {
    setChosen(undefined);
    toast(m.member_withdrawn());
    if (!own) return;
    await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
    await navigate({ to: "/demandes" });
  };
  return (
    <>
      <Results query={query} rows={3} empty={<Empty title={m.members_empty()} />}>
        {(members) => (
          <ul className={css.people}>
            {members.map((member) => (
              <li key={member.id}>
                <div>
                  <h3>{member.account.name}</h3>
                  <p className={css.meta}>{member.account.email}</p>
                  <p className={css.meta}>{m.member_since({ date: longDate(member.granted_at) })}</p>
                </div>
                <div className={css.end}>
                  <Badge tone="info">{roleLabel(member.role)}</Badge>
                  {leads(me, place) && (
                    <Button
                      look="quiet"
                      small
                      aria-label={m.member_withdraw_of({ name: member.account.name })}
                      onPress={() => setChosen(member)}
                    >
                      {m.member_withdraw()}
                    </Button>
                  )}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Results>
      <Suspense>
        {chosen && (
          <WithdrawDialog
            member={chosen}
            own={own}
            onClose={() => setChosen(undefined)}
            onDone={() => void withdrawn()}
          />
        )}
      </Suspense>
    </>
  );
}
