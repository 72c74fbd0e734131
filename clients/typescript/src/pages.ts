export type Page<T> = { items: T[]; next_cursor?: string | null };

/** All items of a list, page after page; a page is read when the one before it is used up. */
export async function* items<T>(read: (cursor?: string) => Promise<Page<T>>): AsyncGenerator<T, void> {
  let page = await read();
  yield* page.items;
  while (page.next_cursor) {
    page = await read(page.next_cursor);
    yield* page.items;
  }
}
