import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { Form } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { programmesQuery } from "../queries";
import { allQuery } from "./queries";

const FIELDS = [
  "name",
  "name.fr",
  "programme_id",
  "territory",
  "lead",
  "lead.fr",
  "members",
  "summary",
  "summary.fr",
];

/** A new file, which pilots alone see until it is deposited. */
export function BeginFile() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const programmes = useQuery(programmesQuery);
  const [programme, setProgramme] = useState("");
  const [said, setSaid] = useState({ name: "", territory: "", lead: "", members: "", summary: "" });
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed("lorntech.key.candidacy", "session");
  const begin = useMutation({
    mutationFn: (programme_id: string) => {
      const cities = said.members.split(",").map((city) => city.trim());
      const body = {
        name: { fr: said.name.trim() },
        programme_id,
        territory: said.territory.trim(),
        lead: { fr: said.lead.trim() },
        members: cities.filter((city) => city !== ""),
        summary: { fr: said.summary.trim() },
      };
      return unwrap(client.POST("/v1/candidacies", { params: { header: idempotent(keyFor(body)) }, body }));
    },
    onSuccess: async ({ slug }) => {
      done();
      await queryClient.invalidateQueries({ queryKey: allQuery.queryKey });
      toast(m.begin_done());
      await navigate({ to: "/travail-candidature/$", params: { _splat: slug } });
    },
  });
  if (programmes.isPending) return <Loading rows={2} />;
  if (programmes.isError) return <Failed error={programmes.error} onRetry={programmes.refetch} />;
  const chosen = programme || (programmes.data.items[0]?.slug ?? "");
  const errors = fieldErrors(begin.error, FIELDS);
  const field = (part: keyof typeof said) => ({
    value: said[part],
    onChange: (text: string) => setSaid({ ...said, [part]: text }),
    error:
      tried && part !== "members" && said[part].trim() === ""
        ? m.evidence_missing()
        : (errors[part] ?? errors[`${part}.fr`]),
  });
  const isWhole = [said.name, said.territory, said.lead, said.summary].every((text) => text.trim() !== "");
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (isWhole && !begin.isPending) begin.mutate(chosen);
      }}
    >
      <ProblemBanner error={begin.error} known={FIELDS} />
      <TextField label={m.begin_name()} maxLength={200} {...field("name")} />
      <Select
        label={m.candidacy_programme()}
        value={chosen}
        onChange={setProgramme}
        error={errors.programme_id}
        choices={programmes.data.items.map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <TextField label={m.candidacy_territory()} maxLength={120} {...field("territory")} />
      <TextField label={m.candidacy_lead()} maxLength={500} {...field("lead")} />
      <TextField label={m.candidacy_members()} hint={m.begin_members_hint()} optional {...field("members")} />
      <TextField label={m.begin_summary()} long rows={4} maxLength={5000} {...field("summary")} />
      <Actions>
        <Button type="submit" pending={begin.isPending}>
          {m.begin_file()}
        </Button>
      </Actions>
    </Form>
  );
}
