/**
 * Where a reader is in a list that comes in pages: the tokens of the pages up to this one. A token leads
 * forward only, so those behind are kept to go back.
 */
export interface Position {
  /** Of each page from the first, which has none, to this one. */
  readonly tokens: readonly string[];
}

export const FIRST: Position = { tokens: [""] };

/** The token of this page. */
export function token(position: Position): string {
  return position.tokens.at(-1) ?? "";
}

/** From 1. */
export function pageNumber(position: Position): number {
  return position.tokens.length;
}

/** The page behind the token. */
export function forward(position: Position, next: string): Position {
  return { tokens: [...position.tokens, next] };
}

/** The page before; the first stays the first. */
export function back(position: Position): Position {
  return position.tokens.length > 1 ? { tokens: position.tokens.slice(0, -1) } : position;
}
