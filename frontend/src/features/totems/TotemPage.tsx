import { useSuspenseQuery } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import { Suspense, useState } from "react";
import { longDate, planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Facts, Panel } from "~/ui/Card";
import { Disclosure } from "~/ui/Disclosure";
import { FactSources } from "~/ui/FactSources";
import { Link } from "~/ui/Link";
import type { Mark } from "~/ui/map/marks";
import { pageClass, Section, Split, useTitle } from "~/ui/Page";
import { Words } from "~/ui/Words";
import {
  addressLines,
  downstreamFirst,
  familyLabel,
  languageNames,
  responseWords,
  totemStatus,
} from "./labels";
import { totemQuery, totemsQuery } from "./queries";
import { TotemDrawing } from "./TotemDrawing";
import css from "./totems.module.css";

const MARK: Mark = { shape: "diamond", token: "--brique" };

// The map and its list come after the words of the page.
const PlaceMap = lazy(() => import("~/ui/map/PlaceMap"));
const TotemsMap = lazy(() => import("./TotemsMap"));
const ServiceTerms = lazy(() => import("./ServiceTerms").then((terms) => ({ default: terms.ServiceTerms })));
const CharterSection = lazy(() => import("./CharterSection"));
const TotemVisit = lazy(() => import("./TotemVisit"));
const TotemSpaces = lazy(() => import("~/features/spaces/TotemSpaces"));

export function TotemPage({ slug }: { slug: string }) {
  const { data: totem } = useSuspenseQuery(totemQuery(slug));
  const { data: all } = useSuspenseQuery(totemsQuery);
  const active = totem.services.filter((service) => service.status === "active");
  const [charter, setCharter] = useState(false);
  const paused = totem.services.filter((service) => service.status === "paused");
  const languages = [...new Set(active.flatMap((service) => service.languages))];
  useTitle(m.totem_document({ city: totem.city }));
  return (
    <div className={pageClass}>
      <div className={css.hero}>
        <div className={css.heroText}>
          <Breadcrumb>
            <Link to="/totems">{m.nav_totems()}</Link>
            <span>{totem.city}</span>
          </Breadcrumb>
          <h1>{totem.name}</h1>
          <Tags>
            <Badge tone={totem.status === "open" ? "done" : "plain"}>{totemStatus(totem)}</Badge>
          </Tags>
          <p className={css.heroLead}>
            <Words text={totem.description} />
          </p>
          {active.length > 0 && (
            <p>
              <Link to="/demander" search={{ totem: totem.slug }} button="accent">
                {m.totem_ask({ city: totem.city })}
              </Link>
            </p>
          )}
        </div>
        <TotemDrawing slug={totem.slug} />
      </div>
      <Split
        aside={
          <>
            <Panel title={m.totem_where()}>
              <address>
                {addressLines(totem).map((line) => (
                  <div key={line}>{line}</div>
                ))}
              </address>
              {typeof totem.latitude === "number" && typeof totem.longitude === "number" && (
                <>
                  <Suspense fallback={<div className="map-room" />}>
                    <PlaceMap
                      name={totem.name}
                      address={addressLines(totem).join(", ")}
                      latitude={totem.latitude}
                      longitude={totem.longitude}
                      mark={MARK}
                    />
                  </Suspense>
                  {totem.position_precision === "commune" && <p>{m.map_place_commune()}</p>}
                </>
              )}
              <Facts
                items={[
                  ...(languages.length > 0
                    ? [
                        {
                          label: m.totem_languages(),
                          value: languageNames(languages),
                        },
                      ]
                    : []),
                  {
                    label: m.totem_holidays(),
                    value:
                      totem.calendar === "alsace_moselle"
                        ? m.calendar_alsace_moselle()
                        : m.calendar_national(),
                  },
                  ...(totem.status_on
                    ? [{ label: totemStatus(totem), value: longDate(totem.status_on) }]
                    : []),
                ]}
              />
            </Panel>
            <Suspense>
              <TotemVisit totem={totem} />
              <TotemsMap totems={downstreamFirst(all.items)} current={totem.slug} />
            </Suspense>
          </>
        }
      >
        <Section title={m.totem_services()}>
          {paused.length > 0 && (
            <ul>
              {paused.map((service) => (
                <li key={service.id}>
                  <Badge tone="now">{m.service_paused()}</Badge> <Words text={service.name} />
                  {service.paused_reason && " – "}
                  <Words text={service.paused_reason} />
                  {service.resumes_on && ` – ${m.service_resumes({ date: planDate(service.resumes_on) })}`}
                </li>
              ))}
            </ul>
          )}
          {active.length === 0 ? (
            <p>{m.totem_services_empty()}</p>
          ) : (
            <ul>
              {active.map((service) => (
                <li key={service.id} className={css.service}>
                  <div>
                    <h3>
                      <Words text={service.name} />
                    </h3>
                    {words(service.name) !== familyLabel(service.family) && (
                      <p className={css.site}>{familyLabel(service.family)}</p>
                    )}
                    <p>
                      <Words text={service.description} />
                    </p>
                    <Suspense fallback={<p>{responseWords(service.response_target_days)}</p>}>
                      <ServiceTerms service={service} />
                    </Suspense>
                  </div>
                  <span className={css.serviceAsk}>
                    <Link
                      to="/demander"
                      search={{ totem: totem.slug, service: service.slug, etape: "details" }}
                      button="secondary"
                      small
                    >
                      {m.totem_ask_service()}
                    </Link>
                  </span>
                </li>
              ))}
            </ul>
          )}
          <p>
            <Link to="/totems/$slug/chiffres" params={{ slug: totem.slug }}>
              {m.figures_of({ city: totem.city })}
            </Link>
          </p>
        </Section>
        <Suspense>
          <TotemSpaces totem={totem.slug} />
        </Suspense>
        {totem.features.length > 0 && (
          <Section title={m.totem_features()}>
            <ul className={css.features}>
              {totem.features.map((feature) => (
                <li key={JSON.stringify(feature)}>
                  <Check size={18} aria-hidden="true" />
                  <span>
                    <Words text={feature} />
                  </span>
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Disclosure title={m.charter_title()} onOpen={() => setCharter(true)}>
          {charter && (
            <Suspense>
              <CharterSection slug={totem.slug} />
            </Suspense>
          )}
        </Disclosure>
        <FactSources sources={totem.sources} />
      </Split>
    </div>
  );
}
