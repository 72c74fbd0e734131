export { createClient, idempotent, ifMatch, type LorntechClient, type Options, unwrap } from "./client.js";
export { type Change, type FeedItem, type FeedPage, type Following, follow } from "./feed.js";
export { items, type Page } from "./pages.js";
export { ApiError, type Problem } from "./problem.js";
export type { components, operations, paths } from "./schema.js";
