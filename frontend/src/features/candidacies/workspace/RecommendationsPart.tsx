import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Candidacy, Recommendation } from "~/api/types";
import { longDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { FactSources } from "~/ui/FactSources";
import { Form } from "~/ui/Form";
import { Section, Stack } from "~/ui/Page";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { AddRecommendation } from "./AddRecommendation";
import { readinessQuery, recommendationsQuery } from "./queries";

/** What was recommended, each followed to its answer. */
export function RecommendationsPart({ file }: { file: Candidacy }) {
  const given = useQuery(recommendationsQuery(file.slug));
  if (given.isPending) return <Loading />;
  if (given.isError) return <Failed error={given.error} onRetry={given.refetch} />;
  return (
    <Stack>
      {given.data.items.length === 0 && <Empty title={m.recommendations_empty()} />}
      {given.data.items.map((one) => (
        <Section key={one.id} title={longDate(one.given_on)}>
          <p>{one.text}</p>
          <FactSources sources={[one.source]} />
          <Answer file={file} recommendation={one} key={one.revision} />
        </Section>
      ))}
      <Section title={m.recommendation_add()}>
        <AddRecommendation file={file} />
      </Section>
    </Stack>
  );
}

const FIELDS = ["answer"] as const;

function Answer({ file, recommendation }: { file: Candidacy; recommendation: Recommendation }) {
  const queryClient = useQueryClient();
  const [text, setText] = useState(recommendation.answer ?? "");
  const save = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH("/v1/candidacies/{id}/recommendations/{recommendation_id}", {
          params: {
            path: { id: file.slug, recommendation_id: recommendation.id },
            header: { "If-Match": `"${recommendation.revision}"` },
          },
          body: { answer: text.trim() === "" ? null : text.trim() },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: async () => {
      await Promise.all(
        [recommendationsQuery(file.slug), readinessQuery(file.slug)].map(({ queryKey }) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
      toast(m.saved());
    },
  });
  return (
    <Form look="dense" onSubmit={() => !save.isPending && save.mutate()}>
      <ProblemBanner error={save.error} known={FIELDS} />
      <TextField
        label={m.recommendation_answer()}
        long
        rows={3}
        maxLength={5000}
        value={text}
        onChange={setText}
        error={fieldErrors(save.error, FIELDS).answer}
      />
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.recommendation_save()}
        </Button>
      </Actions>
    </Form>
  );
}
