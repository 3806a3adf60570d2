// Clients by how they were asked for; equal wishes share one.
import { readFileSync } from "node:fs";
import { LetheClient } from "@lethe/client";

const clients = new Map();

export function clientOf(wish) {
  const key = JSON.stringify(wish, Object.keys(wish).sort());
  const client = clients.get(key) ?? build(wish);
  clients.set(key, client);
  return client;
}

export async function closeClient(closed) {
  for (const [key, client] of clients) {
    if (client === closed) {
      clients.delete(key);
    }
  }
  await closed.close();
}

function build({
  target,
  plaintext,
  ca,
  certificate,
  key,
  token,
  deadlineMillis,
  readYourErasures,
}) {
  return new LetheClient(target, {
    plaintext,
    ca: read(ca),
    certificate: read(certificate),
    key: read(key),
    token: token && (() => token),
    deadlineMillis,
    readYourErasures,
  });
}

function read(file) {
  return file && readFileSync(file);
}
