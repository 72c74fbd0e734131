import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
// Loaded late, and here at once, however busy the machine.
import "~/ui/aria/Overlay";
import FindDialog from "./FindDialog";

type Call = { q: string; signal: AbortSignal; answer: (status: number, body: unknown) => void };

const calls: Call[] = [];
const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** The service: what is asked of the directory waits for its answer. */
async function serve(request: Request): Promise<Response> {
  const url = new URL(request.url);
  if (!url.pathname.endsWith("/organizations")) return json(200, { items: [] });
  return new Promise<Response>((resolve) => {
    const answer = (status: number, body: unknown) => resolve(json(status, body));
    calls.push({ q: url.searchParams.get("q") ?? "", signal: request.signal, answer });
  });
}

const LORIA = { id: "1", slug: "loria", name: "LORIA", kinds: ["research_lab"] };

beforeEach(() => {
  calls.length = 0;
  vi.stubGlobal("fetch", serve);
});

/** The service has been asked so many times. */
async function asked(times: number) {
  await waitFor(() => expect(calls.length).toBe(times));
  return calls[times - 1];
}

async function open() {
  const closed = vi.fn();
  const router = createRouter({
    routeTree: createRootRoute({ component: () => <FindDialog onClose={closed} /> }),
    history: createMemoryHistory(),
  });
  render(
    <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  const field = await screen.findByRole("combobox");
  return {
    closed,
    router,
    field,
    type: (value: string) => fireEvent.change(field, { target: { value } }),
    arrow: (way: "Up" | "Down") => fireEvent.keyDown(field, { key: `Arrow${way}` }),
    enter: () => fireEvent.submit(field),
  };
}

it("asks once when the fingers rest, and gives up what is overtaken", async () => {
  const { type } = await open();
  for (const value of ["l", "lo", "lor"]) type(value);
  const first = await asked(1);
  expect(first?.q).toBe("lor");
  type("loria");
  const second = await asked(2);
  expect(second?.q).toBe("loria");
  expect(first?.signal.aborted).toBe(true);
  expect(second?.signal.aborted).toBe(false);
});

it("is walked through with arrows, and Enter opens what they stand on", async () => {
  const { type, arrow, enter, field, closed, router } = await open();
  type("loria");
  (await asked(1))?.answer(200, { items: [LORIA] });
  const option = await screen.findByRole("option", { name: /LORIA/ });
  expect(screen.getByRole("status").textContent).toBe("1 résultat");
  expect(field.getAttribute("aria-activedescendant")).toBeNull();
  arrow("Down");
  expect(field.getAttribute("aria-activedescendant")).toBe(option.id);
  expect(option.getAttribute("aria-selected")).toBe("true");
  arrow("Up");
  expect(field.getAttribute("aria-activedescendant")).toBeNull();
  arrow("Down");
  enter();
  expect(closed).toHaveBeenCalledOnce();
  expect(router.history.location.href).toBe("/annuaire/loria");
});

it("goes to the directory when Enter is pressed on the words alone", async () => {
  const { type, enter, closed, router } = await open();
  enter();
  expect(closed).not.toHaveBeenCalled();
  type("hydrogène vert");
  enter();
  expect(closed).toHaveBeenCalledOnce();
  expect(router.history.location.href).toBe("/annuaire?q=hydrog%C3%A8ne%20vert");
});

it("leads on when nothing is found, and says so aloud", async () => {
  const { type } = await open();
  type("zzz");
  (await asked(1))?.answer(200, { items: [] });
  const ask = await screen.findByRole("option", { name: /Demander à un Totem/ });
  expect(ask.getAttribute("href")).toBe("/demander?mots=zzz");
  expect(screen.getByRole("status").textContent).toContain("Rien ne correspond");
});

it("says when the service does not answer, and asks again when told to", async () => {
  const { type } = await open();
  type("zzz");
  (await asked(1))?.answer(503, { code: "unavailable", title: "Indisponible", status: 503 });
  expect((await screen.findByRole("alert")).textContent).toContain("indisponible");
  fireEvent.click(screen.getByRole("button", { name: "Réessayer" }));
  (await asked(2))?.answer(200, { items: [LORIA] });
  await screen.findByRole("option", { name: /LORIA/ });
  expect(screen.queryByRole("alert")).toBeNull();
});
