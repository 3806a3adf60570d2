/** One page and the token of the next; empty for none. */
export interface Page<T> {
  items: readonly T[];
  nextPageToken: string;
}

/** Reads a paged list one page at a time, the next only when it is needed. */
export async function* pages<T>(
  fetch: (pageToken: string) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  let token = "";
  do {
    const page = await fetch(token);
    yield* page.items;
    token = page.nextPageToken;
  } while (token !== "");
}
