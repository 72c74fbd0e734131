import { type ReactNode, Suspense } from "react";
import { lazy } from "~/lib/lazy";

const Overlay = lazy(() => import("./aria/Overlay"));

export type OverlayProps = { title: string; open: boolean; onClose: () => void; children: ReactNode };

type Props = OverlayProps & {
  /** Wide, near the top, its title only heard: for a dialog that is one field and what it finds. */
  look?: "find";
};

/** A short question or form that has to be answered before going on. Never one over another, but for
 * the question whether it is still oneself, which any of them may lead to. */
export function Dialog(props: Props) {
  return <Suspense>{props.open && <Overlay {...props} />}</Suspense>;
}
