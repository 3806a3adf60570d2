import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ChannelCredentials, ServerCredentials } from "@grpc/grpc-js";
import { type ClientOptions, LetheClient, UnavailableError } from "../src/index.js";
import { Authority, type Identity } from "./certificates.js";
import { recommended, TestServer } from "./server.js";

const authority = new Authority();
let own: Identity;
let server: TestServer;

before(async () => {
  own = authority.sign("office");
  const { certificate, key } = authority.sign("server");
  const pair = { cert_chain: certificate, private_key: key };
  const credentials = ServerCredentials.createSsl(authority.certificate, [pair], true);
  server = await TestServer.start({ recommend: () => recommended("i1") }, credentials);
});

after(() => {
  server.stop();
  authority.remove();
});

async function recommend(options: ClientOptions): Promise<number> {
  const lethe = new LetheClient(`localhost:${server.port}`, { deadlineMillis: 60_000, ...options });
  try {
    return (await lethe.recommend({ model: "movies", user: "ann", n: 1 })).items.length;
  } finally {
    await lethe.close();
  }
}

test("the server is known by the authority, the client by its certificate, both as PEM", async () => {
  const ca = authority.certificate;
  assert.equal(await recommend({ ca, ...own }), 1);
  const { certificate, key } = own;
  const texts = { ca: `${ca}`, certificate: `${certificate}`, key: `${key}` };
  assert.equal(await recommend(texts), 1);
});

test("a token goes over TLS, too", async () => {
  let asked = 0;
  await recommend({ ca: authority.certificate, ...own, token: () => `t${++asked}` });
  assert.deepEqual(server.seen.at(-1)?.headers.get("authorization"), ["Bearer t1"]);
});

test("credentials are taken as they are given", async () => {
  const { certificate, key } = own;
  const credentials = ChannelCredentials.createSsl(authority.certificate, key, certificate);
  assert.equal(await recommend({ credentials }), 1);
});

test("another authority, no certificate, and plain text are no way in", async () => {
  const other = new Authority();
  await assert.rejects(recommend({ ca: other.certificate, ...own }), UnavailableError);
  other.remove();
  await assert.rejects(recommend({ ca: authority.certificate }), UnavailableError);
  await assert.rejects(recommend({}), UnavailableError);
});
