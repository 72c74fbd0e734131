import { Suspense } from "react";
import { lazy } from "~/lib/lazy";
import type { OverlayProps } from "./Dialog";

const Overlay = lazy(() => import("./aria/Overlay"));

/** What helps with the page and has no room on it: filters on a phone, a record beside a list. */
export function Drawer(props: OverlayProps) {
  return <Suspense>{props.open && <Overlay {...props} look="side" />}</Suspense>;
}
