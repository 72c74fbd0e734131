/**
 * Leads whoever reads on to the headline of what is shown now. It can take the focus only meanwhile: of what always can,
 * a screen reader says on every page that it can be clicked.
 */
export function focusHeadline(): void {
  const headline = document.querySelector<HTMLElement>("main h1");
  if (!headline) {
    document.querySelector<HTMLElement>("main")?.focus({ preventScroll: true });
    return;
  }
  headline.tabIndex = -1;
  headline.focus({ preventScroll: true });
  headline.addEventListener("blur", () => headline.removeAttribute("tabindex"), { once: true });
}
