import { useQuery } from "@tanstack/react-query";
import { demoQuery } from "~/features/demo/queries";
import { m } from "~/paraglide/messages.js";
import { Banner } from "~/ui/Banner";
import { Link } from "~/ui/Link";

/** One thing is left to do, in one's mail. The same words whether or not the address has an account. */
export function MailSent({ email, validity }: { email: string; validity: string }) {
  const { data: demo } = useQuery(demoQuery);
  return (
    <Banner tone="done" title={m.mail_sent_title({ email })}>
      <p>{validity}</p>
      <p>{m.mail_sent_nothing()}</p>
      {demo && <Link to="/demo/courrier">{m.demo_mailbox_link()}</Link>}
    </Banner>
  );
}
