import { useState } from "react";
import { fieldErrors } from "~/api/problem";
import type { ServiceRequest } from "~/api/types";
import { useDraft } from "~/lib/drafts";
import { number } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { useRate } from "./mutations";
import { RequestTrouble } from "./RequestTrouble";

const RATED = ["answered", "rejected", "closed"];
const SCORES = ["5", "4", "3", "2", "1"] as const;
type Score = (typeof SCORES)[number];

const WORDS: Record<Score, () => string> = {
  5: m.rating_5,
  4: m.rating_4,
  3: m.rating_3,
  2: m.rating_2,
  1: m.rating_1,
};

/** What was said, in words: "4 sur 5". */
export function ratingWords(score: number): string {
  return m.rating_of({ score: number(score) });
}

const NOTHING: { score: Score | ""; comment: string } = { score: "", comment: "" };

/** Whether it helped: asked once something was answered, and never again once it is said. */
export function Rating({ request }: { request: ServiceRequest }) {
  const [{ score, comment }, setDraft, clear] = useDraft(`lorntech.rating.${request.id}`, NOTHING, "session");
  const [missing, setMissing] = useState(false);
  const rate = useRate(request.id, clear);
  if (request.satisfaction) {
    return (
      <Banner tone="done" title={m.rating_thanks({ rating: ratingWords(request.satisfaction.score) })} />
    );
  }
  if (!RATED.includes(request.status) || request.merged_into) return null;
  return (
    <Section title={m.rating_title()}>
      <Form
        look="dense"
        onSubmit={() => {
          setMissing(score === "");
          if (score === "" || rate.isPending) return;
          rate.send({ score: Number(score), ...(comment.trim() ? { comment: comment.trim() } : {}) });
        }}
      >
        <RequestTrouble
          change={rate}
          reader="requester"
          mine={(said) => ratingWords(said.score)}
          stillPossible={(_, now) => !now.satisfaction && RATED.includes(now.status)}
          known={["comment"]}
        />
        <Select<Score | "">
          label={m.rating_label()}
          value={score}
          onChange={(score) => {
            setMissing(false);
            setDraft((before) => ({ ...before, score }));
          }}
          choices={[
            { value: "", label: m.rating_choose() },
            ...SCORES.map((value) => ({ value, label: WORDS[value]() })),
          ]}
          error={missing ? m.rating_missing() : undefined}
        />
        <TextField
          label={m.rating_comment()}
          hint={m.rating_comment_hint({ city: request.totem.city })}
          optional
          long
          rows={3}
          maxLength={2000}
          value={comment}
          onChange={(comment) => setDraft((before) => ({ ...before, comment }))}
          error={fieldErrors(rate.error, ["comment"]).comment}
        />
        <Actions>
          <Button type="submit" look="secondary" pending={rate.isPending}>
            {m.rating_send()}
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}
