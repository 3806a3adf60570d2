import type { ErrorBody } from "./types";

/** The gateway refused a call, or nothing answered it. */
export class CallError extends Error {
  constructor(
    /** The HTTP status; 0 if no answer came. */
    readonly status: number,
    /** One of the contract's reasons, or of the gateway's own. */
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** What stands in the query of a call; left out where it is empty. */
export type Query = Record<string, string | number | readonly string[] | undefined>;

/** Lives as long as the page: nothing writes it anywhere. */
let token = "";
let unknownCaller: () => void = () => {};

/** From now on calls are made with this bearer token; with none if it is empty. */
export function callWith(bearer: string): void {
  token = bearer;
}

/** Says what is to be done when the server does not know who calls. */
export function onUnknownCaller(told: () => void): void {
  unknownCaller = told;
}

/** Reads something. */
export function read<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return json<T>(request("GET", withQuery(path, query), undefined, signal));
}

/** Asks by a body: also to read what is asked for by a person's id, which belongs in no URL. */
export function post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return json<T>(request("POST", path, JSON.stringify(body), signal));
}

/** The bytes of an answer, as they came. */
export async function bytes(path: string, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const answer = await request("GET", path, undefined, signal);
  return new Uint8Array(await answer.arrayBuffer());
}

/** A response that goes on. */
export function stream(path: string, signal: AbortSignal): Promise<Response> {
  return request("GET", path, undefined, signal);
}

/** A path with a query. */
export function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== "") {
        parameters.append(name, String(each));
      }
    }
  }
  const text = parameters.toString();
  return text === "" ? path : `${path}?${text}`;
}

async function json<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}

async function request(
  method: string,
  path: string,
  body: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const headers: Record<string, string> = {};
  if (token !== "") {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let answer: Response;
  try {
    answer = await fetch(path, {
      method,
      headers,
      cache: "no-store",
      redirect: "error",
      ...(body === undefined ? {} : { body }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (failure) {
    signal?.throwIfAborted();
    throw new CallError(0, "NO_ANSWER", String(failure));
  }
  if (answer.ok) {
    return answer;
  }
  if (answer.status === 401) {
    unknownCaller();
  }
  throw await refusal(answer);
}

async function refusal(answer: Response): Promise<CallError> {
  const text = await answer.text();
  try {
    const { error } = JSON.parse(text) as ErrorBody;
    const info = error.details.find((detail) => typeof detail.reason === "string");
    return new CallError(answer.status, String(info?.reason ?? error.status), error.message);
  } catch {
    return new CallError(answer.status, `HTTP_${answer.status}`, text.slice(0, 200));
  }
}
