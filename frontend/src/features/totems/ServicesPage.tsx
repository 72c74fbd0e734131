import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { client, unwrap } from "~/api/client";
import type { TotemService } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";
import { Badge, Tags } from "~/ui/Badge";
import { Banner, ProblemBanner } from "~/ui/Banner";
import { Breadcrumb } from "~/ui/Breadcrumb";
import { Button } from "~/ui/Button";
import { Link } from "~/ui/Link";
import { Page, Stack } from "~/ui/Page";
import { Actions, Empty, Failed, Loading } from "~/ui/States";
import { toast } from "~/ui/Toast";
import { Words } from "~/ui/Words";
import { familyLabel } from "./labels";
import { totemQuery } from "./queries";
import { ServiceTerms } from "./ServiceTerms";
import css from "./totems.module.css";
import { isManager, servicesQuery } from "./work-queries";

const PauseDialog = lazy(() => import("./PauseDialog"));

/** What a Totem offers, for those who decide it: pause, go on, change, add. */
export function ServicesPage({ totem }: { totem: string }) {
  const me = useMe();
  const site = useQuery(totemQuery(totem));
  const services = useQuery(servicesQuery(totem));
  const manager = isManager(me, totem);
  return (
    <Page
      title={site.data ? m.services_title({ totem: site.data.name }) : m.services_title_plain()}
      lead={m.services_lead()}
      above={
        <Breadcrumb>
          <Link to="/travail/$totem" params={{ totem }}>
            {m.inbox_back()}
          </Link>
        </Breadcrumb>
      }
    >
      <Stack>
        {!manager && (
          <Banner title={m.services_managers()}>
            <p>{m.services_managers_text()}</p>
          </Banner>
        )}
        {manager && (
          <p>
            <Link
              to="/travail/$totem/services/$service"
              params={{ totem, service: "nouveau" }}
              button="primary"
            >
              {m.services_add()}
            </Link>
          </p>
        )}
        {services.isPending && <Loading rows={4} />}
        {services.isLoadingError && <Failed error={services.error} onRetry={() => services.refetch()} />}
        {services.data?.items.length === 0 && (
          <Empty title={m.services_empty()}>{m.services_empty_text()}</Empty>
        )}
        {services.data && (
          <ul>
            {services.data.items.map((service) => (
              <ServiceItem key={service.id} totem={totem} service={service} manager={manager} />
            ))}
          </ul>
        )}
      </Stack>
    </Page>
  );
}

function ServiceItem(props: { totem: string; service: TotemService; manager: boolean }) {
  const { totem, service, manager } = props;
  const [pausing, setPausing] = useState(false);
  const queryClient = useQueryClient();
  const goOn = useMutation({
    mutationFn: () =>
      unwrap(
        client.PATCH("/v1/totems/{id}/services/{service_id}", {
          params: {
            path: { id: totem, service_id: service.id },
            header: { "If-Match": `"${service.revision}"` },
          },
          body: { status: "active" },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onSuccess: () => toast(m.service_resumed({ service: words(service.name) })),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["totems"] }),
  });
  const paused = service.status === "paused";
  const asked = service.questions?.length ?? 0;
  return (
    <li className={css.service}>
      <div className={css.serviceBody}>
        <h2 className={css.serviceName}>
          <Words text={service.name} />
        </h2>
        <Tags>
          <Badge tone={paused ? "now" : "done"}>{paused ? m.service_paused() : m.service_active()}</Badge>
          <Badge>{familyLabel(service.family)}</Badge>
          <Badge>{m.service_questions({ count: asked, n: asked })}</Badge>
        </Tags>
        {paused && (
          <p>
            {[
              words(service.paused_reason),
              service.resumes_on ? m.service_resumes({ date: planDate(service.resumes_on) }) : "",
            ]
              .filter(Boolean)
              .join(" – ")}
          </p>
        )}
        <ServiceTerms service={service} />
        <ProblemBanner error={goOn.error} />
      </div>
      {manager && (
        <Actions>
          <Link
            to="/travail/$totem/services/$service"
            params={{ totem, service: service.id }}
            button="secondary"
            small
          >
            {m.service_edit()}
            <span className="visually-hidden"> {words(service.name)}</span>
          </Link>
          {paused ? (
            <Button look="quiet" small pending={goOn.isPending} onPress={() => goOn.mutate()}>
              {m.service_resume()}
              <span className="visually-hidden"> {words(service.name)}</span>
            </Button>
          ) : (
            <Button look="quiet" small onPress={() => setPausing(true)}>
              {m.service_pause()}
              <span className="visually-hidden"> {words(service.name)}</span>
            </Button>
          )}
        </Actions>
      )}
      {pausing && (
        <Suspense>
          <PauseDialog totem={totem} service={service} onClose={() => setPausing(false)} />
        </Suspense>
      )}
    </li>
  );
}
