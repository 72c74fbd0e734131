// What is found without asking the service: pages, Totems, their services, the open requests of an inbox.
import type { InboxItem, Me, OrganizationSummary, Totem } from "~/api/types";
import { kindLabel } from "~/features/directory/labels";
import { workplaces } from "~/features/identity/queries";
import { words } from "~/lib/lang-text";
import { m } from "~/paraglide/messages.js";

/** One line of the results, and where it leads. */
export type Found = { href: string; title: string; text?: string | undefined };
export type Group = { id: string; title: string; items: Found[] };

const MOST = 4;

function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe");
}

/** Whether each word of `q` begins a word of the texts, accents and case apart. */
export function fits(q: string, ...texts: (string | undefined)[]): boolean {
  const have = fold(texts.filter(Boolean).join(" ")).split(/[^\p{L}\p{N}]+/u);
  const wanted = fold(q)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return wanted.length > 0 && wanted.every((word) => have.some((one) => one.startsWith(word)));
}

export function pages(me: Me | null | undefined): Found[] {
  return [
    ...workplaces(me).map((totem) => ({
      href: `/travail/${totem.slug}`,
      title: m.account_inbox({ totem: totem.name }),
    })),
    { href: "/demander", title: m.nav_ask_long(), text: m.page_ask_text() },
    { href: "/demandes", title: m.nav_my_requests(), text: m.page_my_requests_text() },
    { href: "/annuaire", title: m.nav_directory(), text: m.page_directory_text() },
    { href: "/annuaire/proposer", title: m.propose_title(), text: m.page_propose_text() },
    { href: "/totems", title: m.nav_totems(), text: m.page_totems_text() },
    { href: "/objectifs", title: m.nav_objectives(), text: m.page_objectives_text() },
    { href: "/candidature", title: m.nav_candidacy(), text: m.page_candidacy_text() },
    { href: "/accessibilite", title: m.accessibility_title(), text: m.page_accessibility_text() },
    { href: "/sources", title: m.nav_sources(), text: m.page_sources_text() },
    ...(me ? [] : [{ href: "/connexion", title: m.nav_sign_in() }]),
  ];
}

/** A city alone means its Totem, not each of its services; a service and a city mean that one. */
function services(q: string, totems: Totem[]): Found[] {
  return totems.flatMap((totem) =>
    totem.services
      .filter((service) => service.status === "active" && !fits(q, totem.city, totem.name))
      .filter((service) => fits(q, words(service.name), words(service.description), totem.city))
      .map((service) => ({
        href: `/demander?totem=${totem.slug}&service=${service.slug}&etape=details`,
        title: `${words(service.name)}, ${totem.city}`,
        text: words(service.description),
      })),
  );
}

export type Known = {
  me: Me | null | undefined;
  totems: Totem[];
  inboxes: { totem: string; items: InboxItem[] }[];
};

/** The groups that hold something for `q`, the most one's own first; without `q` the pages. */
export function known(q: string, { me, totems, inboxes }: Known): Group[] {
  if (q === "") return [{ id: "pages", title: m.find_pages(), items: pages(me) }];
  const requests = inboxes.flatMap(({ totem, items }) =>
    items
      .filter((item) => fits(q, item.subject, item.reference, item.contact_name, words(item.service.name)))
      .map((item) => ({
        href: `/travail/${totem}/${item.id}`,
        title: item.subject,
        text: `${item.reference}, ${item.contact_name}`,
      })),
  );
  const places = totems
    .filter((totem) => fits(q, totem.name, totem.city, m.nav_totems()))
    .map((totem) => ({ href: `/totems/${totem.slug}`, title: totem.name, text: totem.city }));
  const groups = [
    { id: "requests", title: m.inbox_title_plain(), items: requests },
    { id: "pages", title: m.find_pages(), items: pages(me).filter((page) => fits(q, page.title, page.text)) },
    { id: "totems", title: m.nav_totems(), items: places },
    { id: "services", title: m.find_services(), items: services(q, totems) },
  ];
  return groups
    .filter((group) => group.items.length > 0)
    .map((group) => ({ ...group, items: group.items.slice(0, MOST) }));
}

/** What the directory found, with the way to all of it; nothing found anywhere: the ways on. */
export function fromDirectory(
  q: string,
  items: OrganizationSummary[],
  foundElsewhere: boolean,
): Group | undefined {
  const query = encodeURIComponent(q);
  if (items.length === 0) {
    if (foundElsewhere) return undefined;
    return {
      id: "next",
      title: m.find_next(),
      items: [
        { href: `/demander?mots=${query}`, title: m.find_ask(), text: m.find_ask_text() },
        {
          href: `/annuaire/proposer?nom=${query}`,
          title: m.find_propose({ q }),
          text: m.find_propose_text(),
        },
      ],
    };
  }
  return {
    id: "directory",
    title: m.nav_directory(),
    items: [
      ...items.map((item) => ({
        href: `/annuaire/${item.slug}`,
        title: item.name,
        text: [item.kinds.map(kindLabel).join(", "), item.location?.locality].filter(Boolean).join(" · "),
      })),
      { href: `/annuaire?q=${query}`, title: m.find_all({ q }) },
    ],
  };
}
