import "~/styles/tokens.css";
import "~/styles/base.css";
import "~/styles/fonts.css";
import "~/styles/print.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "~/app/App";
import { getLocale } from "~/lib/locale";

document.documentElement.lang = getLocale();

const root = document.getElementById("root");
if (root) {
  root.replaceChildren();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
