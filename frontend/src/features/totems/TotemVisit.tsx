import type { Totem } from "~/api/types";
import { hoursWords } from "~/features/spaces/words";
import { planDate } from "~/lib/format";
import { words } from "~/lib/lang-text";
import { todayInParis } from "~/lib/working-days";
import { m } from "~/paraglide/messages.js";
import { Facts, Panel } from "~/ui/Card";

/** When one can come by, when not, and how the site is reached; nothing where nothing is known. */
export default function TotemVisit({ totem }: { totem: Totem }) {
  const { contact, opening_hours: hours } = totem;
  const closures = totem.closures.filter(({ until_on }) => until_on >= todayInParis());
  return (
    <>
      {contact && (
        <Panel title={m.site_contact()}>
          <ul>
            {contact.phone && (
              <li>
                <a href={`tel:${contact.phone.replace(/[^+\d]/g, "")}`}>{contact.phone}</a>
              </li>
            )}
            {contact.email && (
              <li>
                <a href={`mailto:${contact.email}`}>{contact.email}</a>
              </li>
            )}
            {contact.website && (
              <li>
                <a href={contact.website} rel="noopener">
                  {contact.website.replace(/^https?:\/\//, "").replace(/\/$/, "")}
                </a>
              </li>
            )}
          </ul>
        </Panel>
      )}
      {hours.length > 0 && (
        <Panel title={m.site_hours()}>
          <Facts items={hoursWords(hours).map(({ days, hours }) => ({ label: days, value: hours }))} />
        </Panel>
      )}
      {closures.length > 0 && (
        <Panel title={m.site_closures_next()}>
          <ul>
            {closures.map(({ from_on, until_on, reason }) => (
              <li key={from_on + until_on}>
                {from_on === until_on
                  ? planDate(from_on)
                  : m.site_closed_from({ from: planDate(from_on), until: planDate(until_on) })}
                {reason && ` – ${words(reason)}`}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
