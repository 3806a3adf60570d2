import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import {
  CallError,
  callWith,
  onUnknownCaller,
  post,
  read,
  withQuery,
} from "../../main/web/api/calls";
import { split, watch } from "../../main/web/api/events";
import { back, FIRST, forward, pageNumber, token } from "../../main/web/api/paging";
import { address, readRoute } from "../../main/web/route";
import { principalOf } from "../../main/web/session";

interface Sent {
  readonly path: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
}

/** Answers every call with this, and tells what was sent. */
function answering(status: number, body: string): Sent[] {
  const sent: Sent[] = [];
  globalThis.fetch = async (path, options) => {
    sent.push({
      path: String(path),
      method: String(options?.method),
      headers: options?.headers as Record<string, string>,
      body: options?.body as string | undefined,
    });
    return new Response(status === 204 ? null : body, { status });
  };
  return sent;
}

afterEach(() => callWith(""));

test("a token goes into the header of every call, and into nothing else", async () => {
  const sent = answering(200, "{}");
  await read("/v1/models");
  callWith("secret");
  await post("/v1/erasures:search", { user: "<script>alert(1)</script>" });
  assert.equal(sent[0]?.headers.Authorization, undefined);
  assert.equal(sent[1]?.headers.Authorization, "Bearer secret");
  assert.equal(sent[1]?.path, "/v1/erasures:search");
  assert.equal(sent[1]?.body, '{"user":"<script>alert(1)</script>"}');
});

test("a refusal has its status, its reason and what the server says", async () => {
  const details = [{ "@type": "x" }, { "@type": "ErrorInfo", reason: "USER_NOT_FOUND" }];
  answering(404, JSON.stringify({ error: { code: 404, message: "no", status: "N", details } }));
  await assert.rejects(read("/v1/x"), new CallError(404, "USER_NOT_FOUND", "no"));
  answering(502, "<h1>a proxy's page</h1>");
  await assert.rejects(read("/v1/x"), { status: 502, reason: "HTTP_502" });
});

test("an unknown caller is told of, whatever was called", async () => {
  let asked = 0;
  onUnknownCaller(() => asked++);
  answering(401, "{}");
  await assert.rejects(read("/v1/models"), { status: 401 });
  assert.equal(asked, 1);
});

test("a query leaves out what is empty, repeats lists and escapes the rest", () => {
  assert.equal(withQuery("/v1/x", {}), "/v1/x");
  assert.equal(
    withQuery("/v1/x", { pageToken: "", requester: "a&b=c", states: ["A", "B"], pageSize: 5 }),
    "/v1/x?requester=a%26b%3Dc&states=A&states=B&pageSize=5",
  );
});

test("events are whole or kept for later, and comments are none", () => {
  const { events, rest } = split(
    ':\n\nid: A\ndata: {"a":1}\n\nevent: failure\ndata: {}\n\nid: B\nda',
  );
  assert.deepEqual(events, [
    { event: "message", data: '{"a":1}' },
    { event: "failure", data: "{}" },
  ]);
  assert.equal(rest, "id: B\nda");
});

test("a watch tells each message, and fails as its stream does", async () => {
  answering(200, 'id: A\ndata: {"state":"A"}\n\n:\n\nid: B\ndata: {"state":"B"}\n\n');
  const told: string[] = [];
  const end = new AbortController().signal;
  await watch<{ state: string }>("/w", ({ state }) => told.push(state), end);
  assert.deepEqual(told, ["A", "B"]);
  const error = { code: 503, status: "UNAVAILABLE", message: "going down", details: [] };
  answering(200, `event: failure\ndata: ${JSON.stringify({ error })}\n\n`);
  await assert.rejects(
    watch("/w", () => {}, end),
    { reason: "UNAVAILABLE" },
  );
  answering(204, "");
  await watch("/w", () => assert.fail(), end);
});

test("pages are left by the way one came", () => {
  const third = forward(forward(FIRST, "b"), "c");
  assert.deepEqual([pageNumber(third), token(third)], [3, "c"]);
  assert.equal(token(back(third)), "b");
  assert.equal(token(back(FIRST)), "");
});

test("an address leads back to where it was made, and any other to the overview", () => {
  const route = readRoute(address("erasures", "a/b?c", { state: "STATE_HELD" }));
  assert.deepEqual(
    [route.page, route.id, route.filter.get("state")],
    ["erasures", "a/b?c", "STATE_HELD"],
  );
  for (const hash of ["", "#", "#/nowhere", "#/%", "#javascript:alert(1)"]) {
    assert.equal(readRoute(hash).page, "overview", hash);
  }
  assert.equal(readRoute("#/models/%E0%A4%A").id, "%E0%A4%A");
});

test("a token that is none names nobody", () => {
  const payload = Buffer.from('{"sub":"ops-ü"}').toString("base64url");
  assert.equal(principalOf(`h.${payload}.s`), "ops-ü");
  for (const none of ["", "abc", "a.b.c", `h.${btoa("7")}.s`, `h.${btoa('{"sub":7}')}.s`]) {
    assert.equal(principalOf(none), "", none);
  }
});
