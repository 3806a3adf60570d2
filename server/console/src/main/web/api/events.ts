import { CallError, stream } from "./calls";
import type { ErrorBody } from "./types";

/** A server-sent event. */
export interface SentEvent {
  /** `message` where the sender names none. */
  readonly event: string;
  readonly data: string;
}

/**
 * Splits what came into whole events and the rest, as the HTML standard has them. The rest belongs in
 * front of what comes next.
 */
export function split(text: string): { events: SentEvent[]; rest: string } {
  const blocks = text.split("\n\n");
  const rest = blocks.pop() as string;
  const events = blocks.map(event).filter((each) => each.data !== "");
  return { events, rest };
}

function event(block: string): SentEvent {
  const fields = block.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line));
  const values = (name: string) =>
    fields.filter((field) => field?.[1] === name).map((field) => field?.[2] ?? "");
  return { event: values("event").at(-1) ?? "message", data: values("data").join("\n") };
}

/** Reads a stream of messages until it ends; the browser's own reader of events sends no token. */
export async function watch<T>(
  path: string,
  told: (message: T) => void,
  signal: AbortSignal,
): Promise<void> {
  const answer = await stream(path, signal);
  if (answer.body === null || answer.status === 204) {
    return;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const { events, rest } = split(text + value);
    text = rest;
    for (const each of events) {
      if (each.event === "failure") {
        const { error } = JSON.parse(each.data) as ErrorBody;
        throw new CallError(error.code, error.status, error.message);
      }
      told(JSON.parse(each.data) as T);
    }
  }
}
