import {
  infiniteQueryOptions,
  QueryClient,
  QueryClientProvider,
  useInfiniteQuery,
} from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { ApiError } from "~/api/problem";
// Loaded late, and here at once, however busy the machine.
import "./Paging";
import { Results } from "./Results";
import { Empty } from "./States";

type Answer = { items: string[]; next_cursor?: string; count?: number };

/** A list whose pages come one by one, a failure in the place of some. */
function show(pages: (Answer | Error)[]) {
  const left = [...pages];
  const options = infiniteQueryOptions({
    queryKey: ["list"],
    queryFn: async () => {
      const page = left.shift();
      if (!page || page instanceof Error) throw page;
      return page;
    },
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    retry: false,
  });
  function List() {
    return (
      <Results query={useInfiniteQuery(options)} empty={<Empty title="rien" />}>
        {(items) => <p>{items.join()}</p>}
      </Results>
    );
  }
  render(
    <QueryClientProvider client={new QueryClient()}>
      <List />
    </QueryClientProvider>,
  );
}

const down = new ApiError({ code: "unavailable", title: "x", status: 503 });

describe("Results", () => {
  it("says that it is loading, then how much it shows and of how many, and fetches more", async () => {
    show([{ items: ["a", "b"], next_cursor: "n", count: 3 }, { items: ["c"] }]);
    expect(screen.getByRole("status").textContent).toBe("Chargement…");
    expect(await screen.findByText("De 1 à 2, sur 3")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Afficher la suite" }));
    expect(await screen.findByText("a,b,c")).toBeTruthy();
    expect(screen.getByText("3 en tout")).toBeTruthy();
  });

  it("offers the next step when there is nothing", async () => {
    show([{ items: [] }]);
    expect(await screen.findByRole("heading", { name: "rien" })).toBeTruthy();
  });

  it("says why it failed and tries again", async () => {
    show([down, { items: ["a"] }]);
    await userEvent.click(await screen.findByRole("button", { name: "Réessayer" }));
    expect(await screen.findByText("a")).toBeTruthy();
  });

  it("keeps what is there when the rest fails", async () => {
    show([{ items: ["a"], next_cursor: "n" }, down]);
    await userEvent.click(await screen.findByRole("button", { name: "Afficher la suite" }));
    expect(await screen.findByRole("alert")).toBeTruthy();
    expect(screen.getByText("a")).toBeTruthy();
  });
});
