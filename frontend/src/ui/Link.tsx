import { createLink, type LinkComponent } from "@tanstack/react-router";
import ArrowRight from "lucide-react/icons/arrow-right";
import ArrowUpRight from "lucide-react/icons/arrow-up-right";
import type { AnchorHTMLAttributes, ReactNode, Ref } from "react";
import { safeUrl } from "~/lib/url";
import { m } from "~/paraglide/messages.js";
import { type ButtonLook, buttonClass } from "./Button";
import { cx } from "./cx";
import css from "./link.module.css";

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & {
  /** Looks like a button: for the one thing a page wants done. */
  button?: ButtonLook;
  small?: boolean;
  /** Bold with an arrow: leads to the next page of a story. */
  onward?: boolean;
  icon?: ReactNode;
  ref?: Ref<HTMLAnchorElement>;
};

function Anchor({ button, small, onward, icon, className, children, ...rest }: AnchorProps) {
  return (
    <a
      {...rest}
      className={cx(button && buttonClass(button, small), onward && css.onward, className) || undefined}
    >
      {icon}
      {children}
      {onward && <ArrowRight size={18} aria-hidden="true" />}
    </a>
  );
}

const RouterAnchor = createLink(Anchor);

/** A link to a page of this site. */
export const Link: LinkComponent<typeof Anchor> = (props) => <RouterAnchor preload="intent" {...props} />;

/** A last word that is short enough not to be broken itself; a no-break space parts no words. */
const LAST_WORD = /^(.* )?([^ ]{1,20})$/s;

/** A link out of this site; text alone when the address is not one a browser should follow. */
export function ExternalLink({ href, children }: { href: string | null | undefined; children: ReactNode }) {
  const safe = safeUrl(href);
  if (!safe) return <>{children}</>;
  const [, before, last] = (typeof children === "string" && LAST_WORD.exec(children)) || [];
  return (
    <a href={safe} rel="noopener noreferrer external" className={css.external}>
      {last ? before : children}
      <span className={last && css.last}>
        {last}
        <ArrowUpRight aria-hidden="true" />
      </span>
      <span className="visually-hidden">{m.link_external()}</span>
    </a>
  );
}
