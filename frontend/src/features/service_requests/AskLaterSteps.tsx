import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import type { Language, Question, Totem, TotemService } from "~/api/types";
import { projectQuery } from "~/features/projects/queries";
import { addressLines, downstreamFirst, responseWords } from "~/features/totems/labels";
import { serviceQuery } from "~/features/totems/queries";
import { ServiceTerms } from "~/features/totems/ServiceTerms";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { getLocale } from "~/lib/locale";
import { dueDay, todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { ChoiceCards } from "~/ui/Choices";
import { Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Section } from "~/ui/Page";
import { Select } from "~/ui/Select";
import { Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { answeredSoFar, sayAnswer } from "./answer-words";
import { type AskDraft, type AskSearch, BODY_MOST, type Step, SUBJECT_MOST } from "./ask";
import css from "./ask.module.css";
import { type Need, needTitle } from "./needs";
import { QuestionFields } from "./QuestionFields";

export { answerErrors, answerProblems, rememberSent, sendAsk } from "./ask-send";

type Errors = Record<string, string>;
type Editing = { draft: AskDraft; errors: Errors; onEdit: (change: Partial<AskDraft>) => void };

export function TotemStep(props: {
  totems: Totem[];
  totem: Totem | undefined;
  offered: TotemService[];
  service: TotemService | undefined;
  need: Need | undefined;
  signedIn: boolean;
  search: AskSearch;
  errors: Errors;
  onTotem: (slug: string) => void;
  onService: (slug: string) => void;
}) {
  return (
    <>
      <ChoiceCards
        label={m.ask_totem()}
        labelHidden
        columns
        error={props.errors.totem}
        value={props.totem?.slug}
        onChange={props.onTotem}
        choices={downstreamFirst(props.totems)
          .filter((totem) => totem.status !== "closed")
          .map((totem) => ({
            value: totem.slug,
            title: totem.city,
            text: [totem.name, ...addressLines(totem)].join(", "),
          }))}
      />
      {props.totem && props.offered.length > 1 && (
        <ChoiceCards
          label={m.ask_service({ city: props.totem.city })}
          error={props.errors.service}
          value={props.service?.slug}
          onChange={props.onService}
          choices={props.offered.map((service) => ({
            value: service.slug,
            title: words(service.name),
            text: `${words(service.description)} ${responseWords(service.response_target_days)}.`,
          }))}
        />
      )}
      {props.totem && props.service && (
        <Banner title={words(props.service.name)}>
          <p>{words(props.service.description)}</p>
          <ServiceTerms service={props.service} />
          {props.service.access === "account" && !props.signedIn && (
            <p>
              {m.ask_service_account()} <SignInLink search={props.search} step="totem" />
            </p>
          )}
        </Banner>
      )}
      {props.totem && <Paused services={props.totem.services} />}
    </>
  );
}

/** What cannot be asked for at the moment, why, and until when. */
function Paused({ services }: { services: TotemService[] }) {
  const paused = services.filter((service) => service.status === "paused");
  if (paused.length === 0) return null;
  return (
    <Section title={m.ask_paused()}>
      <ul>
        {paused.map((service) => (
          <li key={service.id}>
            {[
              words(service.name),
              words(service.paused_reason),
              service.resumes_on ? m.service_resumes({ date: planDate(service.resumes_on) }) : "",
            ]
              .filter(Boolean)
              .join(" – ")}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function SignInLink({ search, step }: { search: AskSearch; step: Step }) {
  const router = useRouter();
  // What was chosen stands in the address only.
  const back = router.buildLocation({ to: "/demander", search: { ...search, etape: step } }).href;
  return (
    <Link to="/connexion" search={{ retour: back }}>
      {m.ask_contact_sign_in()}
    </Link>
  );
}

export function DetailsStep(props: Editing & { totem: Totem; service: TotemService; signedIn: boolean }) {
  const { totem, service, draft, errors, onEdit, signedIn } = props;
  const asked = useQuery(serviceQuery(totem.slug, service.slug));
  const answers = draft.answers[service.id] ?? {};
  return (
    <>
      <p>
        {m.ask_details_for({ service: words(service.name) })} {m.form_required_but()}
      </p>
      <ServiceTerms service={service} />
      <TextField
        label={m.ask_subject()}
        hint={m.ask_subject_hint()}
        name="subject"
        maxLength={SUBJECT_MOST}
        value={draft.subject}
        onChange={(subject) => onEdit({ subject })}
        error={errors.subject}
      />
      <TextField
        label={m.ask_body()}
        hint={m.ask_body_hint()}
        name="body"
        long
        rows={9}
        maxLength={BODY_MOST}
        value={draft.body}
        onChange={(body) => onEdit({ body })}
        error={errors.body}
      />
      {asked.isPending && <Loading rows={2} />}
      {asked.isLoadingError && <Failed error={asked.error} onRetry={() => asked.refetch()} />}
      {asked.data && (
        <QuestionFields
          questions={asked.data.questions ?? []}
          answers={answers}
          errors={errors}
          onAnswer={(id, given) =>
            onEdit({ answers: { ...draft.answers, [service.id]: { ...answers, [id]: given } } })
          }
        />
      )}
      <p>{signedIn ? m.ask_draft_kept_account() : m.ask_draft_kept()}</p>
    </>
  );
}

export function ContactStep({ draft, errors, onEdit, search }: Editing & { search: AskSearch }) {
  return (
    <>
      <p>
        {m.ask_contact_text()} <SignInLink search={search} step="relecture" />
      </p>
      <TextField
        label={m.field_name()}
        name="name"
        autoComplete="name"
        maxLength={120}
        value={draft.name}
        onChange={(name) => onEdit({ name })}
        error={errors["contact.name"]}
      />
      <TextField
        label={m.field_email()}
        hint={m.ask_email_hint()}
        type="email"
        name="email"
        autoComplete="email"
        value={draft.email}
        onChange={(email) => onEdit({ email })}
        error={errors["contact.email"]}
      />
      <Pair>
        <TextField
          label={m.field_phone()}
          optional
          type="tel"
          name="tel"
          autoComplete="tel"
          value={draft.phone}
          onChange={(phone) => onEdit({ phone })}
          error={errors["contact.phone"]}
        />
        <Select<Language>
          label={m.field_language()}
          value={draft.language ?? getLocale()}
          onChange={(language) => onEdit({ language })}
          choices={[
            { value: "fr", label: m.language_fr() },
            { value: "de", label: m.language_de() },
            { value: "en", label: m.language_en() },
          ]}
        />
      </Pair>
    </>
  );
}

function Answer({
  label,
  value,
  step,
  search,
}: {
  label: string;
  value: string;
  step: Step;
  search: AskSearch;
}) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
      <dd className={css.change}>
        <Link to="/demander" search={{ ...search, etape: step }}>
          {m.ask_change()}
          <span className="visually-hidden"> {label}</span>
        </Link>
      </dd>
    </div>
  );
}

/** What it is asked for, if it is still there. */
function ForProject({ id }: { id: string }) {
  const { data } = useQuery(projectQuery(id));
  return data ? (
    <div>
      <dt>{m.project_title()}</dt>
      <dd>{data.name}</dd>
    </div>
  ) : null;
}

export function ReviewStep(props: {
  need: Need | undefined;
  totem: Totem;
  service: TotemService;
  questions: Question[];
  draft: AskDraft;
  signedIn: boolean;
  search: AskSearch;
}) {
  const { need, totem, service, questions, draft, signedIn, search } = props;
  const calendar = totem.calendar === "alsace_moselle" ? "alsace_moselle" : "national";
  const due = planDate(dueDay(todayInParis(), service.response_target_days, calendar, totem.closures));
  return (
    <>
      <dl className={css.answers}>
        {need && <Answer label={m.review_need()} value={needTitle(need)} step="besoin" search={search} />}
        {signedIn && search.projet && <ForProject id={search.projet} />}
        <Answer
          label={m.review_totem()}
          value={m.review_totem_value({ city: totem.city, name: totem.name, service: words(service.name) })}
          step="totem"
          search={search}
        />
        <Answer label={m.ask_subject()} value={draft.subject} step="details" search={search} />
        <Answer label={m.ask_body()} value={draft.body} step="details" search={search} />
        {answeredSoFar(questions, draft.answers[service.id] ?? {}).map((answer) => (
          <Answer
            key={answer.question_id}
            label={words(answer.label)}
            value={sayAnswer(answer)}
            step="details"
            search={search}
          />
        ))}
        {!signedIn && (
          <Answer
            label={m.review_you()}
            value={[draft.name, draft.email, draft.phone].filter(Boolean).join("\n")}
            step="vous"
            search={search}
          />
        )}
      </dl>
      <Section title={m.review_next()}>
        <ol className={css.next}>
          {!signedIn && (
            <li>
              <span>{m.review_next_confirm({ email: draft.email })}</span>
            </li>
          )}
          <li>
            <span>{m.review_next_read({ city: totem.city })}</span>
          </li>
          <li>
            <span>
              {signedIn ? m.review_next_answer({ date: due }) : m.review_next_answer_confirmed({ date: due })}
            </span>
          </li>
          <li>
            <span>{m.review_next_follow()}</span>
          </li>
        </ol>
      </Section>
    </>
  );
}
