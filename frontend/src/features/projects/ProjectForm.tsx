import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors } from "~/api/problem";
import type { Project, Stage } from "~/api/types";
import { STAGES } from "~/features/directory/kinds";
import { stageLabel } from "~/features/directory/stages";
import { useMe } from "~/features/identity/queries";
import { totemsQuery } from "~/features/totems/queries";
import { useKeyed } from "~/lib/use-keyed";
import { todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { ProblemBanner } from "~/ui/Banner";
import { Button } from "~/ui/Button";
import { CheckList } from "~/ui/Choices";
import { Combobox, type ComboboxChoice } from "~/ui/Combobox";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form, Pair } from "~/ui/Form";
import { Select } from "~/ui/Select";
import { Actions } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { communesQuery, projectsChanged } from "./queries";
import { needWords, PROJECT_NEEDS } from "./words";

const FIELDS = ["name", "summary", "occurred_on", "needs", "totem_id", "commune_code", "organization_id"];

type Props = { project?: Project; onSaved: (project: Project) => void; onBack: () => void };

/** What can be said of a project; its stage only when it begins, for later it is told as a step. */
export default function ProjectForm({ project, onSaved, onBack }: Props) {
  const queryClient = useQueryClient();
  const totems = useQuery(totemsQuery).data?.items ?? [];
  const companies = (useMe()?.roles ?? []).flatMap(({ organization }) => organization ?? []);
  const [name, setName] = useState(project?.name ?? "");
  const [summary, setSummary] = useState(project?.summary ?? "");
  const [stage, setStage] = useState<Stage>("idea");
  const [day, setDay] = useState(todayInParis());
  const [needs, setNeeds] = useState(project?.needs ?? []);
  const [totem, setTotem] = useState(project?.totem?.id ?? "");
  const [commune, setCommune] = useState<ComboboxChoice | undefined>(
    project?.commune ? { id: project.commune.code, label: project.commune.name } : undefined,
  );
  const [company, setCompany] = useState(project?.organization?.id ?? "");
  const [tried, setTried] = useState(false);
  const { keyFor, done } = useKeyed("lorntech.key.project", "session");
  const save = useMutation({
    mutationFn: () => {
      const said = {
        name: name.trim(),
        summary: summary.trim() || null,
        needs,
        totem_id: totem || null,
        commune_code: commune?.id ?? null,
        organization_id: company || null,
      };
      if (!project) {
        const body = { ...said, stage, occurred_on: day };
        return unwrap(client.POST("/v1/projects", { params: { header: idempotent(keyFor(body)) }, body }));
      }
      return unwrap(
        client.PATCH("/v1/projects/{id}", {
          params: { path: { id: project.id }, header: { "If-Match": `"${project.revision}"` } },
          body: said,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      );
    },
    onSuccess: async (saved) => {
      done();
      await projectsChanged(queryClient);
      onSaved(saved);
    },
  });
  const errors = fieldErrors(save.error, FIELDS);
  const noName = name.trim().length < 2 ? m.project_name_missing() : undefined;
  const noDay = day === "" || day === INCOMPLETE_DATE ? m.project_day_missing() : undefined;
  return (
    <Form
      onSubmit={() => {
        setTried(true);
        if (!noName && !(noDay && !project) && !save.isPending) save.mutate();
      }}
    >
      <ProblemBanner error={save.error} known={FIELDS} />
      <TextField
        label={m.project_name()}
        maxLength={120}
        value={name}
        onChange={setName}
        error={(tried && noName) || errors.name}
      />
      <TextField
        label={m.project_summary()}
        optional
        long
        rows={4}
        maxLength={2000}
        value={summary}
        onChange={setSummary}
        error={errors.summary}
      />
      {!project && (
        <Pair>
          <Select<Stage>
            label={m.project_stage()}
            value={stage}
            onChange={setStage}
            choices={STAGES.map((value) => ({ value, label: stageLabel(value) }))}
          />
          <DateField
            label={m.project_stage_day()}
            max={todayInParis()}
            value={day}
            onChange={setDay}
            error={(tried && noDay) || errors.occurred_on}
          />
        </Pair>
      )}
      <CheckList
        label={m.project_needs()}
        optional
        hint={m.project_needs_hint()}
        choices={PROJECT_NEEDS.map((value) => ({ value, label: needWords(value) }))}
        value={needs}
        onChange={setNeeds}
        error={errors.needs}
      />
      <Place value={commune} onChange={setCommune} error={errors.commune_code} />
      <Select
        label={m.project_totem()}
        hint={m.project_totem_hint()}
        value={totem}
        onChange={setTotem}
        choices={[
          { value: "", label: m.project_totem_none() },
          ...totems.map((one) => ({ value: one.id as string, label: `${one.city}, ${one.name}` })),
        ]}
        error={errors.totem_id}
      />
      {(companies.length > 0 || company) && (
        <Select
          label={m.project_company()}
          hint={m.project_company_hint()}
          value={company}
          onChange={setCompany}
          choices={[
            { value: "", label: m.project_company_none() },
            ...companies.map((one) => ({ value: one.id as string, label: one.name })),
          ]}
          error={errors.organization_id}
        />
      )}
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {project ? m.save() : m.project_create()}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {m.project_back()}
        </Button>
      </Actions>
    </Form>
  );
}

function Place(props: {
  value: ComboboxChoice | undefined;
  onChange: (commune: ComboboxChoice | undefined) => void;
  error: string | undefined;
}) {
  const [typed, setTyped] = useState("");
  const found = useQuery(communesQuery(typed.trim()));
  return (
    <Combobox
      label={m.project_commune()}
      hint={m.project_commune_hint()}
      optional
      choices={(found.data?.items ?? []).map(({ code, name, department }) => ({
        id: code,
        label: name,
        text: department,
      }))}
      onType={setTyped}
      pending={found.isFetching}
      {...props}
    />
  );
}
