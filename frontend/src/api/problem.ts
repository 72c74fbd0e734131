// The one place where problem documents (RFC 9457) become field messages, banners or pages.
import { m } from "~/paraglide/messages.js";
import type { components } from "./schema";

type Schemas = components["schemas"];

type ProblemEntry = { pointer?: string; parameter?: string; code: string; detail?: string };

export type ProblemDocument = {
  type?: string;
  code: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  errors?: ProblemEntry[];
  allowed?: string[];
  taken?: Schemas["Conflict"][];
  free?: Schemas["Period"][];
};

/** Every failed call ends as one of these: a problem the service named, or `offline` when nobody answered. */
export class ApiError extends Error {
  readonly problem: ProblemDocument;
  readonly retryAfter: number | undefined;

  constructor(problem: ProblemDocument, retryAfter?: number) {
    super(problem.title);
    this.name = "ApiError";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

export function isStatus(error: unknown, ...statuses: number[]): boolean {
  return error instanceof ApiError && statuses.includes(error.status);
}

function isProblem(body: unknown): body is ProblemDocument {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}

export function problemOf(response: Response, body: unknown): ApiError {
  const after = Number(response.headers.get("Retry-After"));
  const retryAfter = Number.isFinite(after) && after > 0 ? after : undefined;
  if (isProblem(body)) return new ApiError({ ...body, status: body.status ?? response.status }, retryAfter);
  return new ApiError(
    { code: "unexpected", title: response.statusText, status: response.status },
    retryAfter,
  );
}

export function offline(): ApiError {
  return new ApiError({ code: "offline", title: "offline", status: 0 });
}

/** The session has ended, as another call than the refused one found out. */
export function signedOut(): ApiError {
  return new ApiError({ code: "token_invalid", title: "", status: 401 });
}

/** "/contact/email" → "contact.email": the name that the form gives its field. */
export function fieldOf(pointer: string): string {
  return pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/** Messages by field name, for the fields the form has; what belongs to no field comes with the banner. */
export function fieldErrors(error: unknown, known: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  if (!(error instanceof ApiError)) return found;
  for (const entry of error.problem.errors ?? []) {
    const field = entry.pointer === undefined ? undefined : fieldOf(entry.pointer);
    if (field !== undefined && known.includes(field) && !(field in found)) {
      found[field] = entry.detail ?? error.problem.title;
    }
  }
  return found;
}

/** Codes that say more than their status does. */
const OWN_WORDS = new Set([
  "document_infected",
  "document_pending",
  "document_quota",
  "insufficient_storage",
  "provider_sign_in_refused",
  "provider_unavailable",
  "identity_link_required",
  "identity_taken",
  "last_way_in",
  "password_not_set",
  "record_deleted",
  "second_factor_invalid",
  "too_many_documents",
  "too_many_saved_searches",
  "cancellation_over",
]);

/** Nobody was signed in, which is another thing than being signed in no longer. */
export function isRefusedSignIn(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    ["invalid_credentials", "provider_sign_in_refused", "second_factor_invalid"].includes(error.code)
  );
}

export type Spoken = { title: string; text?: string };

/** What to tell the reader, and what to do next. The service's own words where it has some. */
export function speak(error: unknown, known: readonly string[] = []): Spoken {
  if (!(error instanceof ApiError))
    return { title: m.error_unexpected_title(), text: m.error_unexpected_text() };
  const { problem } = error;
  if (problem.code === "offline") return { title: m.error_offline_title(), text: m.error_offline_text() };
  if (problem.code === "step_up_required") return { title: problem.title, text: m.fresh_refused() };
  if (OWN_WORDS.has(problem.code)) return { title: problem.title, text: problem.detail };
  if (problem.status === 401) {
    return problem.code === "invalid_credentials"
      ? { title: m.error_credentials_title(), text: m.error_credentials_text() }
      : { title: m.error_signed_out_title(), text: m.error_signed_out_text() };
  }
  // The service names the right as a program does.
  if (problem.code === "forbidden")
    return { title: m.error_forbidden_title(), text: m.error_forbidden_text() };
  if (problem.status === 403)
    return { title: m.error_forbidden_title(), text: problem.detail ?? m.error_forbidden_text() };
  if (problem.status === 404) return { title: m.error_not_found_title(), text: m.error_not_found_text() };
  if (problem.code === "link_expired") return { title: m.error_link_title(), text: m.error_link_text() };
  if (problem.status === 412) return { title: m.error_changed_title(), text: m.error_changed_text() };
  if (problem.status === 409)
    return { title: m.error_conflict_title(), text: problem.detail ?? m.error_conflict_text() };
  if (problem.status === 429) {
    return {
      title: m.error_busy_title(),
      text: error.retryAfter ? m.error_busy_wait({ seconds: error.retryAfter }) : m.error_busy_text(),
    };
  }
  if (problem.status >= 500) return { title: m.error_down_title(), text: m.error_down_text() };
  const rest = (problem.errors ?? []).filter(
    (entry) => entry.pointer === undefined || !known.includes(fieldOf(entry.pointer)),
  );
  const lines = rest.map((entry) => entry.detail).filter((detail) => detail !== undefined);
  if (problem.errors && rest.length === 0)
    return { title: m.error_fields_title(), text: m.error_fields_text() };
  return { title: problem.title, text: lines.length > 0 ? lines.join(" ") : problem.detail };
}
