import "~/app/pages";
import { type ComponentType, useEffect, useState } from "react";
import { AwayBar } from "~/app/away/AwayBar";
import { SessionBar } from "~/app/away/SessionBar";
import { StepUpDialog } from "~/features/identity/StepUpDialog";
import { useShortcuts } from "~/lib/shortcuts";
import { ownScript } from "~/lib/trusted";
import { m } from "~/paraglide/messages.js";
import Footer from "./Footer";

export type Overlay = "find" | "keys";
type OverlayProps = { onClose: () => void };

if (import.meta.env.PROD) {
  // Only for when a page is opened without a network; where it is refused, the browser says so itself.
  navigator.serviceWorker?.register(ownScript("/sw.js")).catch(() => undefined);
}

const OVERLAYS: Record<Overlay, () => Promise<{ default: ComponentType<OverlayProps> }>> = {
  find: () => import("~/app/find/FindDialog"),
  keys: () => import("./ShortcutsDialog"),
};

type Props = { overlay: Overlay | undefined; onOverlay: (next: Overlay | undefined) => void };

/** Not `React.lazy`: what once failed to load, it never tries again. */
function useOverlay(overlay: Overlay | undefined, onOverlay: Props["onOverlay"]) {
  const [loaded, setLoaded] = useState<{ of: Overlay; Dialog: ComponentType<OverlayProps> }>();
  useEffect(() => {
    if (!overlay) return;
    OVERLAYS[overlay]().then(
      (module) => setLoaded({ of: overlay, Dialog: module.default }),
      () => onOverlay(undefined),
    );
  }, [overlay, onOverlay]);
  return loaded?.of === overlay ? loaded?.Dialog : undefined;
}

/** What no first sight needs: it is loaded after every page. */
export default function Late({ overlay, onOverlay }: Props) {
  const Dialog = useOverlay(overlay, onOverlay);
  useShortcuts([
    { key: "/", withControl: "k", words: m.keys_find, run: () => onOverlay("find") },
    { key: "?", words: m.keys_show, run: () => onOverlay("keys") },
  ]);
  return (
    <>
      <Footer />
      <AwayBar />
      <SessionBar />
      <StepUpDialog />
      {Dialog && <Dialog onClose={() => onOverlay(undefined)} />}
    </>
  );
}
