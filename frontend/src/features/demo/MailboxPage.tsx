import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { isStatus } from "~/api/problem";
import { NotFoundPage } from "~/app/pages";
import { dateTime } from "~/lib/format";
import { m } from "~/paraglide/messages.js";
import { Page } from "~/ui/Page";
import { Empty, Failed, Loading } from "~/ui/States";
import css from "./mailbox.module.css";
import { mailboxQuery } from "./queries";

/** Addresses of this site in a mail become links; everything else stays text. */
function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) => {
    const own = part.startsWith("http") && URL.canParse(part);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move.
      <Fragment key={index}>{own ? <a href={part}>{part}</a> : part}</Fragment>
    );
  });
}

export function MailboxPage() {
  const mailbox = useQuery(mailboxQuery);
  if (isStatus(mailbox.error, 404)) return <NotFoundPage />;
  return (
    <Page title={m.mailbox_title()} lead={m.mailbox_lead()}>
      {mailbox.isPending ? (
        <Loading />
      ) : mailbox.isError ? (
        <Failed error={mailbox.error} onRetry={() => mailbox.refetch()} />
      ) : mailbox.data.items.length === 0 ? (
        <Empty title={m.mailbox_empty()}>{m.mailbox_empty_text()}</Empty>
      ) : (
        <ul className={css.mails}>
          {mailbox.data.items.map((mail) => (
            <li key={mail.id} className={css.mail}>
              <h2>{mail.subject}</h2>
              <p className={css.meta}>
                {m.mailbox_to({ to: mail.to })} · <time dateTime={mail.at}>{dateTime(mail.at)}</time>
              </p>
              <p className={css.text}>
                <Linked text={mail.text} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
