import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import css from "./pieces.module.css";

export function Disclosure({
  title,
  children,
  open,
  onOpen,
}: {
  title: string;
  children: ReactNode;
  open?: boolean;
  /** For what is asked for only when somebody wants to see it. */
  onOpen?: () => void;
}) {
  return (
    <details
      className={css.disclosure}
      open={open}
      onToggle={(event) => event.currentTarget.open && onOpen?.()}
    >
      <summary>
        <ChevronRight size={18} aria-hidden="true" />
        {title}
      </summary>
      <div className={css.disclosurePanel}>{children}</div>
    </details>
  );
}
