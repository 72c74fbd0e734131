import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, idempotent, unwrap } from "~/api/client";
import { fieldErrors, isStatus } from "~/api/problem";
import type { ServiceFamily, TotemService } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import type { Answers } from "~/features/service_requests/answers";
import { QuestionFields } from "~/features/service_requests/QuestionFields";
import { useDraft } from "~/lib/drafts";
import { number } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Panel } from "~/ui/Card";
import { CheckList } from "~/ui/Choices";
import { Form } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Section, Split } from "~/ui/Page";
import { Segments } from "~/ui/Segments";
import { Select } from "~/ui/Select";
import { Actions, Failed, Loading } from "~/ui/States";
import { Switch } from "~/ui/Switch";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import {
  changeOf,
  type EditedService,
  editedOf,
  FAMILIES,
  NEW_SERVICE,
  problemsOf,
  questionsOf,
  serviceOf,
  TONGUES,
  type Tongue,
} from "./edit-service";
import { familyLabel } from "./labels";
import { QuestionEditor } from "./QuestionEditor";
import { serviceQuery } from "./queries";
import { charterQuery, isManager } from "./work-queries";

const TONGUE_LABELS: Record<Tongue, () => string> = {
  fr: m.language_fr,
  de: m.language_de,
  en: m.language_en,
};

/** A service of a Totem, new or as it is, with what it asks. */
export default function ServiceEditPage({ totem, slug }: { totem: string; slug: string | undefined }) {
  const me = useMe();
  const found = useQuery({ ...serviceQuery(totem, slug ?? ""), enabled: slug !== undefined });
  const known = found.data
    ? m.service_edit_title({ service: words(found.data.name) })
    : m.services_title_plain();
  const title = slug === undefined ? m.service_new_title() : known;
  const waits = slug !== undefined && found.isPending;
  return (
    <Page
      title={title}
      lead={m.service_edit_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail/$totem/services/$" params={{ totem, _splat: "" }}>
            {m.services_back()}
          </Link>
        </Breadcrumb>
      }
    >
      {waits && <Loading rows={5} />}
      {found.isLoadingError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {me && !isManager(me, totem) && (
        <Banner title={m.services_managers()}>
          <p>{m.services_managers_text()}</p>
        </Banner>
      )}
      {isManager(me, totem) && (slug === undefined || found.data) && (
        <ServiceForm key={found.data?.id ?? "new"} totem={totem} service={found.data} />
      )}
    </Page>
  );
}

/** Sends what differs, at the version that was read; or the whole of what is new. */
function useSave(totem: string, service: TotemService | undefined, onDone: (saved: TotemService) => void) {
  const queryClient = useQueryClient();
  const { keyFor, done } = useKeyed(`lorntech.service.key.${totem}.${service?.id ?? "new"}`, "session");
  return useMutation({
    mutationFn: (edited: EditedService) => {
      if (!service) {
        const body = serviceOf(edited);
        const params = { path: { id: totem }, header: idempotent(keyFor(body)) };
        return unwrap(client.POST("/v1/totems/{id}/services", { params, body }));
      }
      const body = changeOf(service, edited);
      const header = { ...idempotent(keyFor(body)), "If-Match": `"${service.revision}"` };
      return unwrap(
        client.PATCH("/v1/totems/{id}/services/{service_id}", {
          params: { path: { id: totem, service_id: service.id }, header },
          body,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      );
    },
    onSuccess: async (saved) => {
      done();
      await queryClient.invalidateQueries({ queryKey: ["totems"] });
      onDone(saved);
    },
    // Somebody else was quicker: what is sent again differs from what there is now.
    onError: (error) => isStatus(error, 412) && queryClient.invalidateQueries({ queryKey: ["totems"] }),
  });
}

function ServiceForm({ totem, service }: { totem: string; service: TotemService | undefined }) {
  const navigate = useNavigate();
  const [edited, setEdited, clear] = useDraft<EditedService>(
    `lorntech.service.${totem}.${service?.id ?? "new"}`,
    service ? editedOf(service) : NEW_SERVICE,
    "session",
  );
  const [tongue, setTongue] = useState<Tongue>("fr");
  const [tried, setTried] = useState(false);
  const save = useSave(totem, service, async (saved) => {
    clear();
    await navigate({ to: "/travail/$totem/services/$", params: { totem, _splat: "" } });
    toast(m.service_saved({ service: words(saved.name) }));
  });
  const edit = (change: Partial<EditedService>) => setEdited((before) => ({ ...before, ...change }));
  const problems = problemsOf(edited, {
    missing: m.service_field_missing,
    figure: (least, most) => m.service_figure_wrong({ least: number(least), most: number(most) }),
    choices: m.question_choices_missing,
    number: m.question_number_wrong,
    order: m.question_order_wrong,
    after: m.question_after_wrong,
    when: m.question_when_missing,
  });
  const known = Object.keys({ ...edited, ...problems, response_target_days: 0, lead_time_days: 0 });
  const errors = { ...fieldErrors(save.error, known), ...(tried ? problems : {}) };
  const text = (name: "name" | "description" | "eligibility") => ({
    value: edited[name][tongue] ?? "",
    onChange: (value: string) => edit({ [name]: { ...edited[name], [tongue]: value } }),
    error: errors[name],
  });
  return (
    <Split aside={<Preview edited={edited} />}>
      <Form
        onSubmit={() => {
          setTried(true);
          if (Object.keys(problems).length === 0 && !save.isPending) save.mutate(edited);
        }}
      >
        <ProblemBanner error={save.error} known={known} />
        <p>{m.service_tongue_text()}</p>
        <Segments
          label={m.service_tongue()}
          choices={TONGUES.map((value) => ({ value, label: TONGUE_LABELS[value]() }))}
          value={tongue}
          onChange={setTongue}
        />
        <TextField label={m.service_name()} name="name" maxLength={120} {...text("name")} />
        <TextField
          label={m.service_description()}
          name="description"
          long
          rows={4}
          maxLength={2000}
          {...text("description")}
        />
        <TextField
          label={m.service_eligibility()}
          hint={m.service_eligibility_hint()}
          name="eligibility"
          optional
          long
          rows={2}
          maxLength={500}
          {...text("eligibility")}
        />
        <Select<ServiceFamily>
          label={m.service_family()}
          value={edited.family}
          onChange={(family) => edit({ family })}
          choices={FAMILIES.map((value) => ({ value, label: familyLabel(value) }))}
        />
        <CheckList
          label={m.service_languages()}
          hint={m.service_languages_hint()}
          error={errors.languages}
          value={edited.languages}
          onChange={(languages) => edit({ languages })}
          choices={[
            ...TONGUES.map((value) => ({ value: value as string, label: TONGUE_LABELS[value]() })),
            { value: "lb", label: m.language_lb() },
          ]}
        />
        <Switch
          label={m.service_accounts_only()}
          hint={m.service_accounts_only_hint()}
          on={edited.forAccounts}
          onChange={(forAccounts) => edit({ forAccounts })}
        />
        <Figures edited={edited} errors={errors} onEdit={edit} />
        <Fulfils totem={totem} edited={edited} onEdit={edit} />
        <Section title={m.service_questions_title()}>
          <p>{m.service_questions_text()}</p>
          <QuestionEditor
            questions={edited.questions}
            tongue={tongue}
            errors={errors}
            onChange={(questions) => edit({ questions })}
          />
        </Section>
        <Actions>
          <Button type="submit" pending={save.isPending}>
            {m.service_save()}
          </Button>
          <Button
            look="quiet"
            onPress={() => {
              clear();
              void navigate({ to: "/travail/$totem/services/$", params: { totem, _splat: "" } });
            }}
          >
            {m.service_cancel()}
          </Button>
        </Actions>
      </Form>
    </Split>
  );
}

type Editing = { edited: EditedService; onEdit: (change: Partial<EditedService>) => void };

function Figures({ edited, errors, onEdit }: Editing & { errors: Record<string, string> }) {
  return (
    <>
      <TextField
        label={m.service_days()}
        hint={m.service_days_hint()}
        name="days"
        inputMode="numeric"
        maxLength={2}
        value={edited.days}
        onChange={(days) => onEdit({ days })}
        error={errors.response_target_days}
      />
      <TextField
        label={m.service_capacity_field()}
        hint={m.service_capacity_hint()}
        name="capacity"
        optional
        inputMode="numeric"
        maxLength={5}
        value={edited.capacity}
        onChange={(capacity) => onEdit({ capacity })}
        error={errors.capacity}
      />
      <TextField
        label={m.service_lead()}
        hint={m.service_lead_hint()}
        name="lead"
        optional
        inputMode="numeric"
        maxLength={3}
        value={edited.lead}
        onChange={(lead) => onEdit({ lead })}
        error={errors.lead_time_days}
      />
    </>
  );
}

/** What of the charter the service fulfils; the four named services are known by their family. */
function Fulfils({ totem, edited, onEdit }: Editing & { totem: string }) {
  const charter = useQuery(charterQuery(totem));
  if (!charter.data) return null;
  const items = charter.data.items.filter(({ item }) => !FAMILIES.some((family) => family === item));
  return (
    <CheckList
      label={m.service_fulfils()}
      hint={m.service_fulfils_hint()}
      optional
      value={edited.fulfils}
      onChange={(fulfils) => onEdit({ fulfils })}
      choices={items.map(({ item, label }) => ({ value: item, label: words(label) }))}
    />
  );
}

/** The questions as whoever asks will see them, to be tried out. */
function Preview({ edited }: { edited: EditedService }) {
  const [answers, setAnswers] = useState<Answers>({});
  const questions = questionsOf(edited).filter((question) => words(question.label) !== "");
  return (
    <Panel title={m.service_preview()}>
      {questions.length === 0 ? (
        <p>{m.service_preview_empty()}</p>
      ) : (
        <>
          <p>{m.service_preview_text()}</p>
          <QuestionFields
            questions={questions}
            answers={answers}
            errors={{}}
            onAnswer={(id, given) => setAnswers((before) => ({ ...before, [id]: given }))}
          />
        </>
      )}
    </Panel>
  );
}
