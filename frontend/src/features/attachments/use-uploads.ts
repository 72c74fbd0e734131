import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "~/api/problem";
import { sendFile } from "~/api/send";
import type { Document } from "~/api/types";
import { requestKey } from "~/features/service_requests/keys";
import { accessTokenFor } from "~/lib/access";
import type { Chosen } from "./chosen";
import { mediaTypeOf } from "./formats";

/** A file on its way, or one that did not arrive. */
export type Upload = {
  /** Also the key by which the service knows a retry. */
  key: string;
  file: File;
  /** What it answers. */
  question?: string;
  share: number | undefined;
  error?: unknown;
};

export type Uploads = {
  items: Upload[];
  add: (files: Chosen[]) => void;
  /** Gives up one that is on its way, or forgets one that failed. */
  drop: (key: string) => void;
  retry: (key: string) => void;
};

function send(
  id: string,
  upload: Upload,
  withMessage: boolean,
  more: Partial<Parameters<typeof sendFile>[0]>,
) {
  const token = accessTokenFor(id);
  const query = new URLSearchParams({ name: upload.file.name, with_message: String(withMessage) });
  if (upload.question) query.set("question_id", upload.question);
  return sendFile<Document>({
    method: "POST",
    path: `/v1/service-requests/${id}/documents?${query}`,
    headers: {
      "Content-Type": mediaTypeOf(upload.file.name),
      "Idempotency-Key": upload.key,
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: upload.file,
    ...more,
  });
}

/** Whether the connection was at fault, and another try may do. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status === 408 || error.status === 503);
}

/** Sends files one after the other, each at once when it is chosen; what has arrived is among the documents. */
export function useUploads(id: string, withMessage: boolean): Uploads {
  const queryClient = useQueryClient();
  const [items, setItems] = useState<Upload[]>([]);
  const line = useRef(Promise.resolve());
  const under = useRef(new Map<string, AbortController>());

  const change = useCallback((key: string, to: (upload: Upload) => Upload | undefined) => {
    setItems((before) =>
      before.flatMap((one) => {
        const next = one.key === key ? to(one) : one;
        return next ? [next] : [];
      }),
    );
  }, []);

  const start = useCallback(
    (upload: Upload) => {
      const controller = new AbortController();
      under.current.set(upload.key, controller);
      line.current = line.current.then(async () => {
        if (controller.signal.aborted) return;
        try {
          await send(id, upload, withMessage, {
            signal: controller.signal,
            onProgress: (share) => change(upload.key, (one) => ({ ...one, share })),
          });
          // What belongs to the request itself is a change of it.
          await queryClient.invalidateQueries({ queryKey: requestKey(id) });
          change(upload.key, () => undefined);
        } catch (error) {
          if (!controller.signal.aborted) change(upload.key, (one) => ({ ...one, share: 0, error }));
        }
        under.current.delete(upload.key);
      });
    },
    [change, id, queryClient, withMessage],
  );

  const add = useCallback(
    (files: Chosen[]) => {
      const uploads = files.map((one) => ({ ...one, key: crypto.randomUUID(), share: 0 }));
      setItems((before) => [...before, ...uploads]);
      for (const upload of uploads) start(upload);
    },
    [start],
  );

  const drop = useCallback(
    (key: string) => {
      under.current.get(key)?.abort();
      change(key, () => undefined);
    },
    [change],
  );

  const retry = useCallback(
    (key: string) => {
      const upload = items.find((one) => one.key === key);
      if (!upload) return;
      change(key, ({ error: _, ...one }) => one);
      start(upload);
    },
    [change, items, start],
  );

  // What failed for the connection goes on when there is one again.
  useEffect(() => {
    const again = () => {
      for (const one of items) if (isPassing(one.error)) retry(one.key);
    };
    window.addEventListener("online", again);
    return () => window.removeEventListener("online", again);
  }, [items, retry]);

  return { items, add, drop, retry };
}
