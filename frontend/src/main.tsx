import "~/styles/tokens.css";
import "~/styles/base.css";
import "~/styles/fonts.css";
import "~/styles/print.css";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { App, createQueryClient } from "~/app/App";
import { ready } from "~/app/first";
import { createAppRouter } from "~/app/router";
import { getLocale } from "~/lib/locale";
import { allowEmptying } from "~/lib/trusted";
import { baseLocale } from "~/paraglide/runtime.js";

allowEmptying();
document.documentElement.lang = getLocale();

const root = document.getElementById("root");
if (root) {
  const queryClient = createQueryClient();
  const router = createAppRouter(queryClient);
  // It is French, and would be read out as what the page says it is.
  if (getLocale() !== baseLocale) root.replaceChildren();
  // What the service wrote stays until it is replaced; as a transition, so that no long task holds the page.
  const show = () =>
    startTransition(() =>
      createRoot(root).render(
        <StrictMode>
          <App queryClient={queryClient} router={router} />
        </StrictMode>,
      ),
    );
  if (root.firstElementChild) void ready(() => router.load(), queryClient).then(show, show);
  else show();
}
