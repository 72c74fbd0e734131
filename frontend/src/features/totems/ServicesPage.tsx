import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import ArrowDown from "lucide-react/icons/arrow-down";
import ArrowUp from "lucide-react/icons/arrow-up";
import { type ReactNode, Suspense, useState } from "react";
import { client, unwrap } from "~/api/client";
import type { Totem, TotemService } from "~/api/types";
import { useMe } from "~/features/identity/queries";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { lazy } from "~/lib/lazy";
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
  const order = useOrder(totem, site.data);
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
          <Actions>
            <Link to="/travail/$totem/services/$" params={{ totem, _splat: "nouveau" }} button="primary">
              {m.services_add()}
            </Link>
            <Link to="/travail/$totem/services/$" params={{ totem, _splat: "le-lieu" }} button="secondary">
              {m.services_site()}
            </Link>
          </Actions>
        )}
        <ProblemBanner error={order.error} />
        <p role="status" className="visually-hidden">
          {order.isSuccess && m.services_moved({ service: order.variables.moved, n: order.variables.to + 1 })}
        </p>
        {services.isPending && <Loading rows={4} />}
        {services.isLoadingError && <Failed error={services.error} onRetry={() => services.refetch()} />}
        {services.data?.items.length === 0 && (
          <Empty title={m.services_empty()}>{m.services_empty_text()}</Empty>
        )}
        {services.data && (
          <ul>
            {services.data.items.map((service, at) => (
              <ServiceItem
                key={service.id}
                totem={totem}
                service={service}
                manager={manager}
                moves={manager && <Moves totem={totem} order={order} at={at} service={service} />}
              />
            ))}
          </ul>
        )}
      </Stack>
    </Page>
  );
}

/** Brings a service to another place; shown at once, and put back where the service refuses. */
function useOrder(totem: string, site: Totem | undefined) {
  const queryClient = useQueryClient();
  const { queryKey } = servicesQuery(totem);
  return useMutation({
    mutationFn: ({ ids }: Move) =>
      unwrap(
        client.PATCH("/v1/totems/{id}", {
          params: { path: { id: totem }, header: { "If-Match": `"${site?.revision}"` } },
          body: { service_ids: ids },
          headers: { "Content-Type": "application/merge-patch+json" },
        }),
      ),
    onMutate: ({ ids }) => {
      const before = queryClient.getQueryData(queryKey);
      const at = (service: TotemService) => ids.indexOf(service.id);
      queryClient.setQueryData(
        queryKey,
        (list) => list && { ...list, items: [...list.items].sort((one, other) => at(one) - at(other)) },
      );
      return before;
    },
    onError: (_error, _move, before) => queryClient.setQueryData(queryKey, before),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ["totems"] }),
  });
}

type Move = { ids: string[]; moved: string; to: number };

function Moves(props: {
  totem: string;
  order: ReturnType<typeof useOrder>;
  at: number;
  service: TotemService;
}) {
  const { order, at, service } = props;
  const queryClient = useQueryClient();
  const list = queryClient.getQueryData(servicesQuery(props.totem).queryKey)?.items ?? [];
  const move = (to: number) => {
    const ids = list.map(({ id }) => id);
    ids.splice(to, 0, ...ids.splice(at, 1));
    if (!order.isPending) order.mutate({ ids, moved: words(service.name), to });
  };
  return (
    <>
      <Button
        look="quiet"
        small
        icon={<ArrowUp size={16} aria-hidden="true" />}
        aria-label={m.question_up({ question: words(service.name) })}
        aria-disabled={at === 0 || undefined}
        onPress={() => at > 0 && move(at - 1)}
      />
      <Button
        look="quiet"
        small
        icon={<ArrowDown size={16} aria-hidden="true" />}
        aria-label={m.question_down({ question: words(service.name) })}
        aria-disabled={at === list.length - 1 || undefined}
        onPress={() => at < list.length - 1 && move(at + 1)}
      />
    </>
  );
}

function ServiceItem(props: { totem: string; service: TotemService; manager: boolean; moves: ReactNode }) {
  const { totem, service, manager, moves } = props;
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
          {moves}
          <Link
            to="/travail/$totem/services/$"
            params={{ totem, _splat: service.id }}
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
