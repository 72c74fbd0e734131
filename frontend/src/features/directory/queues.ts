/** States in which a record is a moderator's business. */
export const QUEUES = ["pending_review", "sent_back", "refused", "suspended", "archived"] as const;
export type Queue = (typeof QUEUES)[number];

/** A moderator's two lists: records, and claims to keep one. */
export const VIEWS = ["fiches", "prises-en-charge"] as const;
export type View = (typeof VIEWS)[number];
