import { useQuery } from "@tanstack/react-query";
import { demoQuery } from "~/features/demo/queries";
import { planDate } from "~/lib/format";
import { recall } from "~/lib/storage";
import { m } from "~/paraglide/messages.js";
import { Link } from "~/ui/Link";
import { Page, Section } from "~/ui/Page";
import { Actions } from "~/ui/States";
import { SENT_KEY, type Sent } from "./ask";
import css from "./ask.module.css";

/** After an anonymous request: one thing is left to do, in one's mail. */
export function SentPage() {
  const sent = recall<Sent>(SENT_KEY, "json", "session");
  const { data: demo } = useQuery(demoQuery);
  if (!sent) {
    return (
      <Page title={m.sent_title()} lead={m.sent_lost()}>
        <Actions>
          <Link to="/demander" button="primary">
            {m.nav_ask_long()}
          </Link>
        </Actions>
      </Page>
    );
  }
  return (
    <Page title={m.sent_title()} lead={m.sent_lead({ email: sent.email })}>
      <Section title={m.review_next()}>
        <ol className={css.next}>
          <li>
            <span>
              {sent.confirmBefore
                ? m.sent_confirm_before({ date: planDate(sent.confirmBefore) })
                : m.sent_confirm()}
            </span>
          </li>
          <li>
            <span>{m.sent_answer({ city: sent.city, count: sent.days, n: sent.days })}</span>
          </li>
          <li>
            <span>{m.sent_follow({ reference: sent.reference })}</span>
          </li>
        </ol>
        <p>{m.sent_nothing()}</p>
        <Actions>
          {demo && (
            <Link to="/demo/courrier" button="primary">
              {m.demo_mailbox_link()}
            </Link>
          )}
          <Link to="/" button="secondary">
            {m.go_home()}
          </Link>
        </Actions>
      </Section>
    </Page>
  );
}
