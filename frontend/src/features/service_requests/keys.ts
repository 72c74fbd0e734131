/** Everything about requests but the inboxes. */
export const REQUESTS = ["service-requests"] as const;
export const MINE = [...REQUESTS, "mine"] as const;
export const requestKey = (id: string) => [...REQUESTS, "one", id] as const;
/** Every inbox, however it is filtered. */
export const INBOX = ["inbox"] as const;
