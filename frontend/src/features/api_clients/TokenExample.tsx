import { m } from "~/paraglide/messages.js";
import css from "./clients.module.css";

/** How to begin, with the real address of this service. The secret stands for itself: nobody should copy a page with it. */
export function TokenExample({ id }: { id: string | undefined }) {
  const origin = window.location.origin;
  const token = `curl ${origin}/oauth/token \\
  -u "${id ?? "CLIENT_ID"}:CLIENT_SECRET" \\
  -d grant_type=client_credentials`;
  const call = `curl ${origin}/v1/organizations \\
  -H "Authorization: Bearer ACCESS_TOKEN"`;
  return (
    <div className={css.example}>
      <p>{m.client_example_token()}</p>
      <pre>
        <code>{token}</code>
      </pre>
      <p>{m.client_example_call()}</p>
      <pre>
        <code>{call}</code>
      </pre>
      <p>
        <a href="/docs/">{m.client_docs()}</a>
      </p>
    </div>
  );
}
