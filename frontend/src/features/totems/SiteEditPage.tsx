import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { client, unwrap } from "~/api/client";
import { fieldErrors, isStatus } from "~/api/problem";
import type { LangText, Totem, UpdateTotem } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { HoursFields, hoursOf } from "~/features/spaces/HoursFields";
import { type HoursText, hoursText } from "~/features/spaces/hours";
import { useDraft } from "~/lib/drafts";
import { planDate } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { DateField, INCOMPLETE_DATE } from "~/ui/DateField";
import { Form, Pair } from "~/ui/Form";
import { Link } from "~/ui/Link";
import { Page, Section } from "~/ui/Page";
import { Segments } from "~/ui/Segments";
import { Actions, Failed, Loading } from "~/ui/States";
import { TextField } from "~/ui/TextField";
import { toast } from "~/ui/Toast";
import { said, TONGUES, type Tongue } from "./edit-service";
import { totemQuery } from "./queries";
import css from "./totems.module.css";
import { isManager } from "./work-queries";

type Closure = { from_on: string; until_on: string; reason: LangText };
type Edited = {
  description: LangText;
  hours: HoursText;
  email: string;
  phone: string;
  website: string;
  closures: Closure[];
  features: LangText[];
};

const TONGUE_LABELS: Record<Tongue, () => string> = {
  fr: m.language_fr,
  de: m.language_de,
  en: m.language_en,
};

const editedOf = (totem: Totem): Edited => ({
  description: totem.description,
  hours: hoursText(totem.opening_hours),
  email: totem.contact?.email ?? "",
  phone: totem.contact?.phone ?? "",
  website: totem.contact?.website ?? "",
  closures: totem.closures.map(({ from_on, until_on, reason }) => ({
    from_on,
    until_on,
    reason: reason ?? {},
  })),
  features: totem.features,
});

const day = (text: string) => text !== "" && text !== INCOMPLETE_DATE;

/** When a site is open and closed, how it is reached, what it holds. */
export default function SiteEditPage({ totem }: { totem: string }) {
  const me = useMe();
  const found = useQuery(totemQuery(totem));
  return (
    <Page
      title={found.data ? m.site_edit_title({ totem: found.data.name }) : m.site_edit_title_plain()}
      lead={m.site_edit_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail/$totem/services/$" params={{ totem, _splat: "" }}>
            {m.services_back()}
          </Link>
        </Breadcrumb>
      }
    >
      {found.isPending && <Loading rows={5} />}
      {found.isLoadingError && <Failed error={found.error} onRetry={() => found.refetch()} />}
      {me && !isManager(me, totem) && (
        <Banner title={m.services_managers()}>
          <p>{m.services_managers_text()}</p>
        </Banner>
      )}
      {isManager(me, totem) && found.data && <SiteForm totem={found.data} />}
    </Page>
  );
}

function useSave(totem: Totem, onDone: () => void) {
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ["totems"] });
  return useMutation({
    mutationFn: (body: UpdateTotem) =>
      unwrap(
        client.PATCH("/v1/totems/{id}", {
          params: { path: { id: totem.id }, header: { "If-Match": `"${totem.revision}"` } },
          body,
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: async () => {
      await again();
      onDone();
    },
    // Somebody else was quicker: what is sent again stands on what there is now.
    onError: (error) => isStatus(error, 412) && again(),
  });
}

function SiteForm({ totem }: { totem: Totem }) {
  const navigate = useNavigate();
  const leave = () =>
    navigate({ to: "/travail/$totem/services/$", params: { totem: totem.slug, _splat: "" } });
  const [edited, setEdited, clear] = useDraft<Edited>(
    `lorntech.site.${totem.id}`,
    editedOf(totem),
    "session",
  );
  const [tongue, setTongue] = useState<Tongue>("fr");
  const [tried, setTried] = useState(false);
  const save = useSave(totem, async () => {
    clear();
    await leave();
    toast(m.site_saved());
  });
  const edit = (change: Partial<Edited>) => setEdited((before) => ({ ...before, ...change }));
  const hours = hoursOf(edited.hours);
  const features = edited.features.map(said).filter((text) => text !== undefined);
  const whole = edited.closures.every(
    (one) => day(one.from_on) && day(one.until_on) && one.from_on <= one.until_on,
  );
  const known = [
    ...TONGUES.map((tag) => `description.${tag}`),
    "description",
    "contact.email",
    "contact.phone",
    "contact.website",
    ...edited.closures.flatMap((_, at) => [`closures.${at}.from_on`, `closures.${at}.until_on`]),
  ];
  const errors = fieldErrors(save.error, known);
  const send = () => {
    setTried(true);
    const description = said(edited.description);
    if (!hours || !description || !whole || save.isPending) return;
    save.mutate({
      description,
      opening_hours: hours,
      contact: {
        email: edited.email.trim() || null,
        phone: edited.phone.trim() || null,
        website: edited.website.trim() || null,
      },
      closures: edited.closures.map(({ reason, ...days }) => {
        const words = said(reason);
        return words ? { ...days, reason: words } : days;
      }),
      features,
    });
  };
  return (
    <Form onSubmit={send}>
      <ProblemBanner error={save.error} known={known} />
      <p>{m.site_tongue_text()}</p>
      <Segments
        label={m.service_tongue()}
        choices={TONGUES.map((value) => ({ value, label: TONGUE_LABELS[value]() }))}
        value={tongue}
        onChange={setTongue}
      />
      <TextField
        label={m.site_description()}
        long
        rows={4}
        maxLength={2000}
        value={edited.description[tongue] ?? ""}
        onChange={(text) => edit({ description: { ...edited.description, [tongue]: text } })}
        error={
          errors[`description.${tongue}`] ??
          errors.description ??
          (tried && !said(edited.description) ? m.service_field_missing() : undefined)
        }
      />
      <Section title={m.site_contact()}>
        <TextField
          label={m.site_email()}
          type="email"
          optional
          maxLength={254}
          value={edited.email}
          onChange={(email) => edit({ email })}
          error={errors["contact.email"]}
        />
        <TextField
          label={m.site_phone()}
          type="tel"
          optional
          maxLength={30}
          value={edited.phone}
          onChange={(phone) => edit({ phone })}
          error={errors["contact.phone"]}
        />
        <TextField
          label={m.site_website()}
          type="url"
          optional
          maxLength={500}
          value={edited.website}
          onChange={(website) => edit({ website })}
          error={errors["contact.website"]}
        />
      </Section>
      <Section title={m.site_hours()}>
        <HoursFields
          hours={edited.hours}
          tried={tried}
          onChange={(change) => edit({ hours: { ...edited.hours, ...change } })}
        />
      </Section>
      <Section title={m.site_closures()}>
        <p>{m.site_closures_text()}</p>
        <Closures
          closures={edited.closures}
          tongue={tongue}
          tried={tried}
          errors={errors}
          onChange={(closures) => edit({ closures })}
        />
      </Section>
      <Section title={m.totem_features()}>
        <Features features={edited.features} tongue={tongue} onChange={(features) => edit({ features })} />
      </Section>
      <Actions>
        <Button type="submit" pending={save.isPending}>
          {m.site_save()}
        </Button>
        <Button
          look="quiet"
          onPress={() => {
            clear();
            void leave();
          }}
        >
          {m.service_cancel()}
        </Button>
      </Actions>
    </Form>
  );
}

function Closures(props: {
  closures: Closure[];
  tongue: Tongue;
  tried: boolean;
  errors: Record<string, string>;
  onChange: (closures: Closure[]) => void;
}) {
  const { closures, tongue, tried, errors, onChange } = props;
  const change = (at: number, part: Partial<Closure>) =>
    onChange(closures.map((one, place) => (place === at ? { ...one, ...part } : one)));
  const missing = (text: string) => (tried && !day(text) ? m.question_date_wrong() : undefined);
  return (
    <>
      {closures.map((closure, at) => (
        <fieldset key={String(at)} className={css.closure}>
          <legend>
            {day(closure.from_on)
              ? m.site_closure_of({ date: planDate(closure.from_on) })
              : m.site_closure_new()}
          </legend>
          <Pair>
            <DateField
              label={m.site_closure_from()}
              value={closure.from_on}
              onChange={(from_on) => change(at, { from_on })}
              error={missing(closure.from_on) ?? errors[`closures.${at}.from_on`]}
            />
            <DateField
              label={m.site_closure_until()}
              value={closure.until_on}
              onChange={(until_on) => change(at, { until_on })}
              error={
                missing(closure.until_on) ??
                (tried && closure.until_on < closure.from_on ? m.question_order_wrong() : undefined) ??
                errors[`closures.${at}.until_on`]
              }
            />
          </Pair>
          <TextField
            label={m.site_closure_reason()}
            optional
            maxLength={200}
            value={closure.reason[tongue] ?? ""}
            onChange={(text) => change(at, { reason: { ...closure.reason, [tongue]: text } })}
          />
          <Actions>
            <Button look="quiet" small onPress={() => onChange(closures.filter((_, place) => place !== at))}>
              {m.site_closure_remove()}
            </Button>
          </Actions>
        </fieldset>
      ))}
      <Actions>
        <Button
          look="secondary"
          small
          onPress={() => onChange([...closures, { from_on: "", until_on: "", reason: {} }])}
        >
          {m.site_closure_add()}
        </Button>
      </Actions>
    </>
  );
}

function Features(props: { features: LangText[]; tongue: Tongue; onChange: (features: LangText[]) => void }) {
  const { features, tongue, onChange } = props;
  return (
    <>
      {features.map((feature, at) => (
        <TextField
          key={String(at)}
          label={m.site_feature({ n: at + 1 })}
          hint={at === 0 ? m.site_feature_hint() : undefined}
          optional
          maxLength={200}
          value={feature[tongue] ?? ""}
          onChange={(text) =>
            onChange(features.map((one, place) => (place === at ? { ...one, [tongue]: text } : one)))
          }
        />
      ))}
      {features.length < 30 && (
        <Actions>
          <Button look="secondary" small onPress={() => onChange([...features, {}])}>
            {m.site_feature_add()}
          </Button>
        </Actions>
      )}
    </>
  );
}
