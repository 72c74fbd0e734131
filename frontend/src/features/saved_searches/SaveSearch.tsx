import { useLocation } from "@tanstack/react-router";
import BellPlus from "lucide-react/icons/bell-plus";
import { Suspense, useState } from "react";
import type { DirectoryFilters } from "~/features/directory/filters";
import { useMe } from "~/features/identity/queries";
import { lazy } from "~/lib/lazy";
import { hadSession } from "~/lib/session";
import { m } from "~/paraglide/messages.js";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Link } from "~/ui/Link";

const SaveSearchForm = lazy(() => import("./SaveSearchForm"));

type Props = {
  filters: DirectoryFilters;
  /** The words that were searched instead of those typed: it is those that are kept. */
  searched: string | null | undefined;
};

/** Keeps a search of the directory, for whoever is signed in; the others sign in and come back. */
export function SaveSearch({ filters, searched }: Props) {
  const me = useMe();
  const here = useLocation({ select: (location) => location.href });
  const [open, setOpen] = useState(false);
  const icon = <BellPlus size={16} aria-hidden="true" />;
  if (!me && !(me === undefined && hadSession())) {
    return (
      <Link to="/connexion" search={{ retour: here }} button="secondary" small icon={icon}>
        {m.saved_keep_sign_in()}
      </Link>
    );
  }
  return (
    <>
      <Button look="secondary" small icon={icon} onPress={() => setOpen(true)}>
        {m.saved_keep()}
      </Button>
      <Dialog title={m.saved_keep()} open={open} onClose={() => setOpen(false)}>
        <Suspense>
          <SaveSearchForm
            filters={searched ? { ...filters, q: searched } : filters}
            onDone={() => setOpen(false)}
          />
        </Suspense>
      </Dialog>
    </>
  );
}
