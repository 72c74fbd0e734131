import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Me } from "~/api/types";
import { longDate } from "~/lib/format";
import { todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { meQuery } from "./queries";

const FIELDS = ["absence/from_on", "absence/until_on"] as const;

type Absence = { from_on: string; until_on: string };

/** For those who work at a Totem: colleagues see it and are reminded in their place. */
export function AbsenceSection({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const kept = me.account.absence;
  const [from, setFrom] = useState("");
  const [until, setUntil] = useState("");
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: (absence: Absence | null) =>
      unwrap(
        client.PATCH("/v1/me", {
          body: { absence },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: (changed) => {
      queryClient.setQueryData(meQuery.queryKey, changed);
      toast(m.saved());
    },
  });
  const missing = (day: string) =>
    tried && (day === "" || day === INCOMPLETE_DATE) ? m.absence_day_missing() : undefined;
  const errors = fieldErrors(save.error, FIELDS);
  const disordered = from && until && until < from ? m.absence_disordered() : undefined;
  return (
    <Section title={m.absence_title()}>
      <p>{m.absence_text()}</p>
      {kept && kept.until_on >= todayInParis() ? (
        <Form onSubmit={() => save.mutate(null)}>
          <ProblemBanner error={save.error} />
          <p>
            <strong>
              {m.absence_kept({ from: longDate(kept.from_on), until: longDate(kept.until_on) })}
            </strong>
          </p>
          <Actions>
            <Button type="submit" look="secondary" pending={save.isPending}>
              {m.absence_clear()}
            </Button>
          </Actions>
        </Form>
      ) : (
        <Form
          onSubmit={() => {
            setTried(true);
            if ([from, until].some((day) => day === "" || day === INCOMPLETE_DATE) || until < from) return;
            save.mutate({ from_on: from, until_on: until });
          }}
        >
          <ProblemBanner error={save.error} known={FIELDS} />
          <DateField
            label={m.absence_from()}
            value={from}
            onChange={setFrom}
            min={todayInParis()}
            error={missing(from) ?? errors["absence/from_on"]}
          />
          <DateField
            label={m.absence_until()}
            value={until}
            onChange={setUntil}
            min={todayInParis()}
            error={missing(until) ?? (tried ? disordered : undefined) ?? errors["absence/until_on"]}
          />
          <Actions>
            <Button type="submit" look="secondary" pending={save.isPending}>
              {m.absence_save()}
            </Button>
          </Actions>
        </Form>
      )}
    </Section>
  );
}
