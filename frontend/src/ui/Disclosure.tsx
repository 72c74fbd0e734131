import ChevronRight from "lucide-react/icons/chevron-right";
import type { ReactNode } from "react";
import css from "./pieces.module.css";

export function Disclosure({
  title,
  children,
  open,
}: {
  title: string;
  children: ReactNode;
  open?: boolean;
}) {
  return (
    <details className={css.disclosure} open={open}>
      <summary>
        <ChevronRight size={18} aria-hidden="true" />
        {title}
      </summary>
      <div className={css.disclosurePanel}>{children}</div>
    </details>
  );
}
