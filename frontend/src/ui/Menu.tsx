import { type ReactNode, Suspense } from "react";
import { lazy } from "~/lib/lazy";

const AriaMenu = lazy(() => import("./aria/Menu"));

export type MenuProps = {
  label: string;
  icon?: ReactNode;
  /** Above the items: whose menu it is. */
  head?: ReactNode;
  items: { label: string; icon?: ReactNode; onAction: () => void }[];
};

/** A few things to do or places to go, behind one button. */
export function Menu(props: MenuProps) {
  return (
    <Suspense>
      <AriaMenu {...props} />
    </Suspense>
  );
}
