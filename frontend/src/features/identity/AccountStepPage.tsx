import { NotFoundPage } from "~/app/pages";
import { AccountPage } from "./AccountPage";
import { AskLinkPage } from "./AskLinkPage";
import { ChoosePasswordPage } from "./ChoosePasswordPage";
import { ConfirmEmailPage } from "./ConfirmEmailPage";

/** The account itself; without a session, two pages that send a link, and three behind such a link. */
export function AccountStepPage({ step }: { step: string }) {
  switch (step) {
    case "":
      return <AccountPage />;
    case "inscription":
      return <AskLinkPage purpose="sign_up" />;
    case "oubli":
      return <AskLinkPage purpose="password_reset" />;
    case "ouvrir":
      return <ChoosePasswordPage step={step} purpose="sign_up" />;
    case "mot-de-passe":
      return <ChoosePasswordPage step={step} purpose="password_reset" />;
    case "adresse":
      return <ConfirmEmailPage step={step} />;
    default:
      return <NotFoundPage />;
  }
}
