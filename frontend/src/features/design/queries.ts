// Lists that stay in one state, so that each can be looked at.
import { infiniteQueryOptions } from "@tanstack/react-query";
import { ApiError } from "~/api/problem";
import { getLocale } from "~/lib/locale";
import { type Sample, samples } from "./samples";

type ListPage = { items: Sample[]; next_cursor?: string; count?: number };

const list = (state: string, queryFn: (cursor: string) => Promise<ListPage>) =>
  infiniteQueryOptions({
    queryKey: ["design", state, getLocale()],
    queryFn: ({ pageParam }) => queryFn(pageParam),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    retry: false,
  });

export const longList = () =>
  list("long", async (cursor) =>
    cursor === ""
      ? { items: samples().slice(0, 2), next_cursor: "2", count: 3 }
      : { items: samples().slice(2), count: 3 },
  );
export const pendingList = () => list("pending", () => new Promise(() => {}));
export const emptyList = () => list("empty", async () => ({ items: [] }));
export const failedList = () =>
  list("failed", async () => {
    throw new ApiError({ code: "unavailable", title: "unavailable", status: 503 });
  });
