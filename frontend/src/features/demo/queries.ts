import { queryOptions } from "@tanstack/react-query";
import { offline, problemOf } from "~/api/problem";

type DemoMail = { id: string; at: string; to: string; subject: string; text: string };

// These two are outside the contract: they exist in demonstration mode only.
async function read<T>(path: string): Promise<T> {
  const response = await fetch(path, { headers: { Accept: "application/json" } }).catch(() => {
    throw offline();
  });
  if (!response.ok || !response.headers.get("Content-Type")?.includes("json"))
    throw problemOf(response, undefined);
  return response.json();
}

export const demoQuery = queryOptions({
  queryKey: ["demo", "status"],
  queryFn: () =>
    read<{ demo: boolean }>("/demo/status.json").then(
      (status) => status.demo,
      () => false,
    ),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export const mailboxQuery = queryOptions({
  queryKey: ["demo", "mailbox"],
  queryFn: () => read<{ items: DemoMail[] }>("/demo/mailbox.json"),
  refetchInterval: 5_000,
  retry: false,
});
