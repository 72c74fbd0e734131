import { useLocation } from "@tanstack/react-router";
import CircleAlert from "lucide-react/icons/circle-alert";
import CircleCheck from "lucide-react/icons/circle-check";
import Info from "lucide-react/icons/info";
import type { ReactNode } from "react";
import { isRefusedSignIn, isStatus, speak } from "~/api/problem";
import { m } from "~/paraglide/messages.js";
import { cx } from "./cx";
import { Link } from "./Link";
import css from "./pieces.module.css";

type Tone = "info" | "wrong" | "done" | "now";
const ICONS = { info: Info, wrong: CircleAlert, done: CircleCheck, now: Info };

export function Banner({
  tone = "info",
  title,
  still,
  children,
}: {
  tone?: Tone;
  title: string;
  /** Belongs to what is shown and is read with it: it is no news that interrupts a screen reader. */
  still?: boolean;
  children?: ReactNode;
}) {
  const Icon = ICONS[tone];
  const role = still ? undefined : tone === "wrong" ? "alert" : "status";
  return (
    <div className={cx(css.banner, css[tone])} role={role}>
      <Icon size={20} aria-hidden="true" />
      <p className={css.bannerTitle}>{title}</p>
      {children && <div className={css.bannerBody}>{children}</div>}
    </div>
  );
}

/** A failed call, in words. Fields that show their own message are named in `known`. */
export function ProblemBanner({
  error,
  known,
  children,
}: {
  error: unknown;
  known?: readonly string[];
  children?: ReactNode;
}) {
  if (!error) return null;
  const { title, text } = speak(error, known);
  return (
    <Banner tone="wrong" title={title}>
      {text && <p>{text}</p>}
      {isStatus(error, 401) && !isRefusedSignIn(error) && <SignInAgain />}
      {children}
    </Banner>
  );
}

/** The form is left and found again as it was: its draft is kept. */
function SignInAgain() {
  const here = useLocation({ select: (location) => location.href });
  return (
    <Link to="/connexion" search={{ retour: here }}>
      {m.nav_sign_in()}
    </Link>
  );
}
