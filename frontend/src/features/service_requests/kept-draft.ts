// What is written on this device, as the account keeps it for another one.
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { client, unwrap } from "~/api/client";
import { isStatus } from "~/api/problem";
import type { Draft } from "~/api/types";
import { forget, recall, remember } from "~/lib/storage";
import type { AskDraft, AskSearch } from "./ask";

/** Who one is, is in the account already. */
export type KeptAsk = { draft: Pick<AskDraft, "subject" | "body" | "answers">; search: AskSearch };

const PATH = { params: { path: { form: "service_request" } } } as const;

export const keptDraftQuery = queryOptions({
  queryKey: ["draft"],
  staleTime: 0,
  queryFn: async (): Promise<Draft | null> => {
    try {
      return await unwrap(client.GET("/v1/me/drafts/{form}", PATH));
    } catch (error) {
      if (isStatus(error, 404)) return null;
      throw error;
    }
  },
});

/** Marks that text does not show, which the service takes for a mistake; JSON has another way to write them. */
const HIDDEN = /[\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/g;
const escaped = (mark: string) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`;

export function writeKept({ subject, body, answers }: AskDraft, search: AskSearch): string {
  const kept: KeptAsk = { draft: { subject, body, answers }, search };
  return JSON.stringify(kept).replace(HIDDEN, escaped);
}

/** Nothing, if it was written by something else than this site. */
export function readKept(content: string): KeptAsk | undefined {
  try {
    const { draft, search } = JSON.parse(content);
    const good =
      typeof draft.subject === "string" &&
      typeof draft.body === "string" &&
      typeof draft.answers === "object";
    return good ? { draft, search: search ?? {} } : undefined;
  } catch {
    return undefined;
  }
}

export const hasWords = ({ subject, body, answers }: KeptAsk["draft"]) =>
  subject.trim() !== "" || body.trim() !== "" || Object.keys(answers).length > 0;

// Which revision this device has read or written last; another person's is none of its business.
const KNOWN = "lorntech.ask.kept";
type Known = { account: string; revision: number };

export function knownRevision(account: string): number | undefined {
  const known = recall<Known>(KNOWN);
  return known?.account === account ? known.revision : undefined;
}

export const know = (account: string, revision: number) => remember(KNOWN, { account, revision });

/** Over the one that was read; if somebody has written meanwhile, not at all. */
export function keep(content: string, over: Draft | null): Promise<Draft> {
  const header = over ? { "If-Match": `"${over.revision}"` } : {};
  return unwrap(
    client.PUT("/v1/me/drafts/{form}", { params: { ...PATH.params, header }, body: { content } }),
  );
}

/** It was sent, or is not wanted. */
export async function dropKept(queryClient: QueryClient): Promise<void> {
  forget(KNOWN);
  queryClient.setQueryData(keptDraftQuery.queryKey, null);
  await client.DELETE("/v1/me/drafts/{form}", PATH);
}
