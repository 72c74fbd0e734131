import { useMutation, useQuery, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useEffect, useRef, useState } from "react";
import { fieldErrors, isStatus, signedOut } from "~/api/problem";
import type { Totem, TotemService } from "~/api/types";
import { sessionIsOver, useMe } from "~/features/identity/queries";
import { serviceQuery, totemsQuery } from "~/features/totems/queries";
import { useDraft } from "~/lib/drafts";
import { focusHeadline } from "~/lib/headline";
import { lazy } from "~/lib/lazy";
import { useKeyed } from "~/lib/use-keyed";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Form, LeadToError } from "~/ui/Form";
import { Page } from "~/ui/Page";
import { Actions, Loading } from "~/ui/States";
import { Stepper } from "~/ui/Stepper";
import {
  ASK_FIELDS,
  type AskDraft,
  type AskSearch,
  EMPTY_DRAFT,
  problemsOf,
  type Step,
  stepOf,
  stepsFor,
} from "./ask";
import { MINE } from "./keys";
import { NeedStep } from "./NeedStep";
import { NEEDS, type Need, servicesFor } from "./needs";

// The later steps arrive while the first ones are being answered.
const loadLater = () => import("./AskLaterSteps");
const TotemStep = lazy(() => loadLater().then((later) => ({ default: later.TotemStep })));
const DetailsStep = lazy(() => loadLater().then((later) => ({ default: later.DetailsStep })));
const ContactStep = lazy(() => loadLater().then((later) => ({ default: later.ContactStep })));
const AskFiles = lazy(() => import("~/features/attachments/AskFiles"));
// The later steps bring it with them.
const ProblemBanner = lazy(() => import("~/ui/Banner").then((banner) => ({ default: banner.ProblemBanner })));
const KeptDraft = lazy(() => import("./KeptDraft"));
const ReviewStep = lazy(() => loadLater().then((later) => ({ default: later.ReviewStep })));

const HEADINGS: Record<Step, () => string> = {
  besoin: m.ask_need,
  totem: m.ask_totem,
  details: m.ask_details,
  vous: m.ask_contact,
  relecture: m.ask_review,
};

function toNeed(text: string | undefined): Need | undefined {
  return NEEDS.find((need) => need === text);
}

export function AskPage({ search }: { search: AskSearch }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { data } = useSuspenseQuery(totemsQuery);
  const me = useMe();
  const signedIn = Boolean(me);
  const [draft, setDraft, clearDraft] = useDraft<AskDraft>("lorntech.ask", EMPTY_DRAFT);
  const [shown, setShown] = useState<Record<string, string>>({});

  const { keyFor, done } = useKeyed("lorntech.ask.key");
  const [wasOver, setWasOver] = useState(false);
  useEffect(() => void loadLater(), []);
  // Words that found nothing in the search are what the question is about.
  useEffect(() => {
    if (search.mots)
      setDraft((before) => (before.subject ? before : { ...before, subject: search.mots ?? "" }));
  }, [search.mots, setDraft]);

  const totems = data.items;
  const need = toNeed(search.besoin);
  const totem: Totem | undefined = totems.find((one) => one.slug === search.totem);
  const offered = totem ? servicesFor(totem, need) : [];
  const service: TotemService | undefined =
    totem?.services.find((one) => one.slug === search.service && one.status === "active") ??
    (offered.length === 1 ? offered[0] : undefined);
  const whole = useQuery({
    ...serviceQuery(totem?.slug ?? "", service?.slug ?? ""),
    enabled: totem !== undefined && service !== undefined,
  });
  const questions = whole.data?.questions ?? [];
  const steps = stepsFor(signedIn);
  const state = { need, totem, service, draft, signedIn };
  const step = stepOf(search, state);
  const seen = useRef(step);
  // Another step is another page to whoever reads it, though the path stays: its headline takes the focus.
  useEffect(() => {
    if (seen.current === step) return;
    seen.current = step;
    focusHeadline();
  }, [step]);

  const go = (next: Step, more: AskSearch = {}) =>
    navigate({ to: "/demander", search: { ...search, ...more, etape: next } });
  const choose = (more: AskSearch) => {
    setShown({});
    return navigate({
      to: "/demander",
      search: { ...search, ...more, etape: step },
      replace: true,
      resetScroll: false,
    });
  };

  const asked = { totem, service, questions, draft, signedIn, project: search.projet };
  const known = [
    ...ASK_FIELDS,
    ...questions.flatMap((_, at) => [`answers.${at}.value`, `answers.${at}.question_id`]),
  ];
  const busy = useRef(false);
  // Gone with the click that sends again: what went wrong before is not said of what is sent now.
  const [failed, setFailed] = useState<Error | null>(null);
  const send = useMutation({
    mutationFn: async (all: typeof asked) => (await loadLater()).sendAsk(all, keyFor),
    onSuccess: async (request) => {
      await queryClient.invalidateQueries({ queryKey: MINE });
      if (signedIn) {
        void (await import("./kept-draft")).dropKept(queryClient);
        (await import("~/features/attachments/chosen")).chooseFor(request);
        await navigate({ to: "/demandes/$id", params: { id: request.id }, search: { envoyee: "1" } });
      } else {
        (await loadLater()).rememberSent(request, asked);
        await navigate({ to: "/demander/envoyee" });
      }
      // Not before: an empty draft would lead back to a step that is filled in, seen and heard meanwhile.
      done();
      clearDraft();
    },
    onError: async (error) => {
      setFailed(error);
      const found = fieldErrors(error, known);
      Object.assign(found, (await loadLater()).answerErrors(asked, found));
      const inDetails = Object.keys(found).some((field) => /^(subject|body|answers)\b/.test(field));
      // The site may have changed what it asks.
      void whole.refetch();
      const withoutAccount = isStatus(error, 401) || found["contact.name"] || found["contact.email"];
      if (signedIn && withoutAccount && (await sessionIsOver(queryClient))) {
        // Without an account it is a request by mail: the contact step appears.
        setWasOver(true);
        void go("vous");
        return;
      }
      setShown(found);
      if (inDetails) void go("details");
      else if (Object.keys(found).length > 0) void go("vous");
    },
  });

  const advance = async () => {
    if (send.isPending || busy.current) return;
    busy.current = true;
    setFailed(null);
    await goOn().finally(() => {
      busy.current = false;
    });
  };

  const goOn = async () => {
    const answering = step === "details" || step === "relecture";
    // What the service asks may not have arrived yet: nobody is sent on without it.
    const { data, error } = whole.data || !answering ? whole : await whole.refetch();
    if (answering && !data) {
      setFailed(error);
      return;
    }
    const all = { ...asked, questions: data?.questions ?? [] };
    const unanswered = answering ? (await loadLater()).answerProblems(all) : {};
    const problems = { ...problemsOf(step, state), ...unanswered };
    setShown(problems);
    if (Object.keys(problems).length > 0) {
      if (step === "relecture") void go("details");
      return;
    }
    if (step === "relecture") {
      setWasOver(false);
      send.mutate(all);
      return;
    }
    const next = steps[steps.indexOf(step) + 1];
    if (next) void go(next, service ? { service: service.slug } : {});
  };

  const edit = (change: Partial<AskDraft>) => {
    setDraft((before) => ({ ...before, ...change }));
    setShown({});
  };
  const previous = steps[steps.indexOf(step) - 1];

  return (
    <Page
      title={m.ask_title()}
      heading={HEADINGS[step]()}
      above={<Stepper at={steps.indexOf(step) + 1} of={steps.length} />}
    >
      {me && (
        <Suspense>
          <KeptDraft
            account={me.account.id}
            draft={draft}
            search={search}
            onContinue={(kept) => {
              edit(kept.draft);
              void navigate({ to: "/demander", search: kept.search });
            }}
          />
        </Suspense>
      )}
      <Form look="wide" onSubmit={() => void advance()}>
        <Suspense>
          <ProblemBanner error={wasOver && !signedIn ? signedOut() : failed} known={known} />
        </Suspense>
        {step === "besoin" && (
          <NeedStep
            totems={totems}
            typed={draft.subject}
            onType={(subject) => edit({ subject })}
            need={need}
            error={shown.need}
            onChange={(besoin) => choose({ besoin, service: undefined })}
          />
        )}
        <Suspense fallback={<Loading rows={2} />}>
          {step === "totem" && (
            <TotemStep
              totems={totems}
              totem={totem}
              offered={offered}
              service={service}
              need={need}
              signedIn={signedIn}
              search={search}
              errors={shown}
              onTotem={(slug) => choose({ totem: slug, service: undefined })}
              onService={(slug) => choose({ service: slug })}
            />
          )}
          {step === "details" && totem && service && (
            <DetailsStep
              totem={totem}
              service={service}
              draft={draft}
              errors={shown}
              onEdit={edit}
              signedIn={signedIn}
            />
          )}
          {step === "details" && service && <AskFiles signedIn={signedIn} />}
          {step === "vous" && <ContactStep draft={draft} errors={shown} onEdit={edit} search={search} />}
          {step === "relecture" && totem && service && (
            <ReviewStep
              need={need}
              totem={totem}
              service={service}
              questions={questions}
              draft={draft}
              signedIn={signedIn}
              search={search}
            />
          )}
          <LeadToError />
        </Suspense>
        <Actions>
          <Button type="submit" look={step === "relecture" ? "accent" : "primary"} pending={send.isPending}>
            {step === "relecture" ? m.ask_send() : m.ask_continue()}
          </Button>
          {previous && (
            <Button look="quiet" onPress={() => go(previous)}>
              {m.ask_back()}
            </Button>
          )}
          {(draft.subject || draft.body) && (
            <Button
              look="quiet"
              onPress={() => {
                clearDraft();
                if (signedIn) void import("./kept-draft").then((kept) => kept.dropKept(queryClient));
                setShown({});
                void navigate({ to: "/demander" });
              }}
            >
              {m.ask_start_over()}
            </Button>
          )}
        </Actions>
      </Form>
    </Page>
  );
}
