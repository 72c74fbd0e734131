import type { components } from "./schema.js";

type Documented = components["schemas"]["Problem"];

/** A problem document (RFC 9457). `code` never changes, but new ones are added. */
export type Problem = Omit<Documented, "code"> & { code: Documented["code"] | (string & {}) };

/** Every answer that is not a good one, as the service explains it. */
export class ApiError extends Error {
  readonly problem: Problem;
  /** Seconds after which it may go, where the service said so. */
  readonly retryAfter: number | undefined;

  constructor(problem: Problem, retryAfter?: number) {
    super(`${problem.status} ${problem.code}: ${problem.detail || problem.title}`);
    this.name = "ApiError";
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): Problem["code"] {
    return this.problem.code;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}

/** What a proxy before the service says is no problem document: of that only the status is known. */
export function problemOf(response: Response, body: unknown): ApiError {
  const after = Number(response.headers.get("Retry-After"));
  const retryAfter = after > 0 ? after : undefined;
  if (isProblem(body)) return new ApiError(body, retryAfter);
  const { status, statusText: title } = response;
  const unknown = { type: "about:blank", code: "unexpected", title, detail: "", instance: "" };
  return new ApiError({ ...unknown, status }, retryAfter);
}
