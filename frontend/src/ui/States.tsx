import type { ReactNode } from "react";
import { isStatus, speak } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { Button } from "./Button";
import css from "./pieces.module.css";

/** Nothing to show, and what to do next. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={css.state}>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {actions && <div className={css.actions}>{actions}</div>}
    </div>
  );
}

export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <div className={css.loading} role="status" data-loading>
      <span className="visually-hidden">{m.loading()}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity.
        <div key={row} className={css.bone} />
      ))}
    </div>
  );
}

export function Failed({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, text } = speak(error);
  // What is not one's own or not there is neither after another try.
  const retry = isStatus(error, 403, 404) ? undefined : onRetry;
  return (
    <div className={css.state} role="alert">
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {retry && (
        <div className={css.actions}>
          <Button look="secondary" onPress={retry}>
            {m.retry()}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Actions({ children }: { children: ReactNode }) {
  return <div className={css.actions}>{children}</div>;
}
