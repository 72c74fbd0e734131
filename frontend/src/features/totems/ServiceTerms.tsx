import Clock from "lucide-react/icons/clock";
import Languages from "lucide-react/icons/languages";
import Timer from "lucide-react/icons/timer";
import UserCheck from "lucide-react/icons/user-check";
import Users from "lucide-react/icons/users";
import type { TotemService } from "~/api/types";
import { number } from "~/lib/format";
import { getLocale } from "~/lib/locale";
import { m } from "~/paraglide/messages.js";
import { Words } from "~/ui/Words";
import { languageNames, responseWords } from "./labels";
import css from "./totems.module.css";

/** What whoever asks should know before they write: by when, for whom, in which languages, how many, how soon. */
export function ServiceTerms({ service }: { service: TotemService }) {
  const { access, eligibility, languages, capacity, lead_time_days: lead } = service;
  return (
    <ul className={css.terms}>
      <li>
        <Clock size={16} aria-hidden="true" />
        <span>{responseWords(service.response_target_days)}</span>
      </li>
      {(eligibility || access === "account") && (
        <li>
          <UserCheck size={16} aria-hidden="true" />
          <span>
            {access === "account" && m.service_for_accounts()} <Words text={eligibility} />
          </span>
        </li>
      )}
      {!languages.includes(getLocale()) && (
        <li>
          <Languages size={16} aria-hidden="true" />
          <span>{m.service_other_language({ languages: languageNames(languages) })}</span>
        </li>
      )}
      {typeof capacity === "number" && (
        <li>
          <Users size={16} aria-hidden="true" />
          <span>{m.service_capacity({ count: capacity, n: number(capacity) })}</span>
        </li>
      )}
      {typeof lead === "number" && (
        <li>
          <Timer size={16} aria-hidden="true" />
          <span>{m.service_lead_time({ count: lead, n: number(lead) })}</span>
        </li>
      )}
    </ul>
  );
}
