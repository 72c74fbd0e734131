import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy } from "~/api/types";
import { NO_SOURCE, SourceFields, sourceOf } from "~/features/objectives/source-fields";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form } from "~/ui/Form";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { readinessQuery, recommendationsQuery } from "./queries";

const FIELDS = ["text", "given_on", "source.title", "source.publisher", "source.url"] as const;

/** Something that those who decide recommended, with where it was said. */
export function AddRecommendation({ file }: { file: Candidacy }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const [day, setDay] = useState("");
  const [source, setSource] = useState(NO_SOURCE);
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed(`lorntech.key.recommendation.${file.id}`, "session");
  const add = useMutation({
    mutationFn: () => {
      const body = { text: text.trim(), given_on: day, source: sourceOf(source) };
      return unwrap(
        client.POST("/v1/candidacies/{id}/recommendations", {
          params: { path: { id: file.slug }, header: idempotent(keyFor(body)) },
          body,
        }),
      );
    },
    onSuccess: async () => {
      done();
      await Promise.all(
        [recommendationsQuery(file.slug), readinessQuery(file.slug)].map(({ queryKey }) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
      setText("");
      setTried(false);
      toast(m.recommendation_added());
    },
  });
  const errors = fieldErrors(add.error, FIELDS);
  const missing = {
    text: text.trim() === "",
    day: day === "" || day === INCOMPLETE_DATE,
    source: source.title.trim() === "" || source.publisher.trim() === "",
  };
  const wrong = (part: keyof typeof missing) => (tried && missing[part] ? m.evidence_missing() : undefined);
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!Object.values(missing).includes(true) && !add.isPending) add.mutate();
      }}
    >
      <ProblemBanner error={add.error} known={FIELDS} />
      <TextField
        label={m.recommendation_text()}
        long
        rows={3}
        maxLength={2000}
        value={text}
        onChange={setText}
        error={wrong("text") ?? errors.text}
      />
      <DateField
        label={m.recommendation_given()}
        value={day}
        onChange={setDay}
        error={wrong("day") ?? errors.given_on}
      />
      <SourceFields value={source} onChange={setSource} tried={tried} errors={errors} />
      <Actions>
        <Button type="submit" pending={add.isPending}>
          {m.recommendation_add()}
        </Button>
      </Actions>
    </Form>
  );
}
