import { useEffect, useState } from "preact/hooks";

/** The pages that the navigation names. */
export const PAGES = [
  "overview",
  "erasures",
  "models",
  "explore",
  "evidence",
  "forgetting",
  "plugins",
  "settings",
  "audit",
  "receipt",
] as const;

export type PageName = (typeof PAGES)[number];

/**
 * Where in the console one is. It stands behind the address's `#`, which no server sees; names of models
 * and erasures may stand there, and a state. Ids of people never do.
 */
export interface Route {
  readonly page: PageName;
  /** Which model or erasure; empty for none. */
  readonly id: string;
  /** What the list begins with, such as a state. */
  readonly filter: ReadonlyMap<string, string>;
}

/** Reads an address's part behind the `#`; what is none leads to the overview. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [name = "", id = ""] = path.split("/", 2);
  const page = PAGES.find((each) => each === name) ?? "overview";
  return { page, id: step(decoded(id)), filter: new Map(new URLSearchParams(query)) };
}

/** A part of a path that stays where it is: one that leads to the folder above is none. */
function step(text: string): string {
  return text === "." || text === ".." ? "" : text;
}

/** Half an escape is a text like any other. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The address of a page. */
export function address(page: PageName, id = "", filter: Record<string, string> = {}): string {
  const query = new URLSearchParams(filter).toString();
  const path = id === "" ? page : `${page}/${encodeURIComponent(id)}`;
  return `#/${path}${query === "" ? "" : `?${query}`}`;
}

/** Where one is, now and after each change. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const changed = () => setRoute(readRoute(location.hash));
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}
