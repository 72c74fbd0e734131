import createFetchClient, { type Client } from "openapi-fetch";
import { problemOf } from "./problem.js";
import type { paths } from "./schema.js";

export type LorntechClient = Client<paths>;

export type Token = string | (() => string | Promise<string>);

export type Options = {
  /** Where the service is, as in https://lorntech.example. */
  baseUrl: string;
  /** An access token, or what gives the one of the moment; without one, what everybody may. */
  token?: Token | undefined;
  /** In which language problems are explained: fr, de or en. */
  language?: string | undefined;
  fetch?: ((request: Request) => Promise<Response>) | undefined;
};

export async function authorization(token: Token | undefined): Promise<Record<string, string>> {
  const value = typeof token === "function" ? await token() : token;
  return value ? { Authorization: `Bearer ${value}` } : {};
}

/** Calls with the paths, parameters, bodies and answers of the OpenAPI document. */
export function createClient({ baseUrl, token, language, fetch }: Options): LorntechClient {
  const client = createFetchClient<paths>({
    baseUrl,
    headers: language ? { "Accept-Language": language } : {},
    // Repeated keys for lists: kinds=startup&kinds=fablab.
    querySerializer: { array: { style: "form", explode: true } },
    ...(fetch ? { fetch } : {}),
  });
  client.use({
    async onRequest({ request }) {
      for (const [name, value] of Object.entries(await authorization(token)))
        request.headers.set(name, value);
      return request;
    },
  });
  return client;
}

/** The body of a good answer; any other one is thrown as an ApiError. */
export async function unwrap<T>(
  call: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}

/** Sent again with the same key, a request does not happen twice: keep the key as long as the answer is not there. */
export function idempotent(key: string = crypto.randomUUID()): { "Idempotency-Key": string } {
  return { "Idempotency-Key": key };
}

/** The change goes in only while the record is what was read; else it is refused with 412. */
export function ifMatch({ revision }: { revision: number }): { "If-Match": string } {
  return { "If-Match": `"${revision}"` };
}
