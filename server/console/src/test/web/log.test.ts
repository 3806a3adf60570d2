import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign, webcrypto } from "node:crypto";
import { afterEach, test } from "node:test";
import { callWith } from "../../main/web/api/calls";
import { checkedLog, pasted, proofsOfOneLog } from "../../main/web/evidence/log";
import { joined, toBase64, utf8 } from "../../main/web/receipt/bytes";
import { type Checkpoint, isSigned, readCheckpoint } from "../../main/web/receipt/checkpoint";
import { LogKey, SignerKey } from "../../main/web/receipt/ed25519";
import { extendsTree, includes } from "../../main/web/receipt/merkle";

// Browsers have it; Node has it only from 19 on.
globalThis.crypto ??= webcrypto as Crypto;

const ORIGIN = "lethe.example/log/1";
const LEAVES_MAX = 17;
const end = new AbortController().signal;

type Bytes = Uint8Array<ArrayBuffer>;

/** The tree by its definition (RFC 9162, section 2.1.1), which the code under test does not use. */
function hash(...parts: Uint8Array[]): Bytes {
  return joined(createHash("sha256").update(Buffer.concat(parts)).digest());
}

function leaf(k: number): Bytes {
  return utf8(`statement ${k}`);
}

function largestPowerBelow(n: number): number {
  let power = 1;
  while (2 * power < n) {
    power *= 2;
  }
  return power;
}

function root(from: number, to: number): Bytes {
  if (from === to) {
    return hash();
  }
  if (to - from === 1) {
    return hash(Uint8Array.of(0), leaf(from));
  }
  const middle = from + largestPowerBelow(to - from);
  return hash(Uint8Array.of(1), root(from, middle), root(middle, to));
}

/** Section 2.1.3.1. */
function inclusion(k: number, from: number, to: number): Bytes[] {
  if (to - from === 1) {
    return [];
  }
  const middle = from + largestPowerBelow(to - from);
  return k < middle
    ? [...inclusion(k, from, middle), root(middle, to)]
    : [...inclusion(k, middle, to), root(from, middle)];
}

/** Section 2.1.4.1. */
function consistency(older: number, newer: number): Bytes[] {
  return older === 0 || older === newer ? [] : subproof(older, 0, newer, true);
}

function subproof(older: number, from: number, to: number, whole: boolean): Bytes[] {
  if (older === to - from) {
    return whole ? [] : [root(from, to)];
  }
  const half = largestPowerBelow(to - from);
  return older <= half
    ? [...subproof(older, from, from + half, whole), root(from + half, to)]
    : [...subproof(older - half, from + half, to, false), root(from, from + half)];
}

const tree = (size: number) => ({ size: BigInt(size), root: root(0, size) });

/** A server's key, and the checkpoints that it signs. */
class Server {
  readonly #keys = generateKeyPairSync("ed25519");
  readonly raw = joined(this.#keys.publicKey.export({ type: "spki", format: "der" }).subarray(-32));

  note(size: number, top: Uint8Array = root(0, size), origin = ORIGIN): string {
    const text = `${origin}\n${size}\n${toBase64(top)}\n`;
    const id = hash(utf8(`${origin}\n`), Uint8Array.of(1), this.raw).subarray(0, 4);
    const signature = sign(null, utf8(text), this.#keys.privateKey);
    return `${text}\n— ${origin} ${toBase64(joined(id, signature))}\n`;
  }

  checkpoint(...asked: Parameters<Server["note"]>): Checkpoint {
    const read = readCheckpoint(this.note(...asked));
    assert.ok(read !== undefined);
    return read;
  }
}

/** Answers as the gateway does, and tells which proofs it was asked for. */
function proving(path: (older: number, newer: number) => Uint8Array[]): string[] {
  const asked: string[] = [];
  globalThis.fetch = async (address) => {
    asked.push(String(address));
    const query = new URL(String(address), "http://gateway").searchParams;
    const hashes = path(Number(query.get("oldSize")), Number(query.get("newSize")));
    return new Response(JSON.stringify(hashes.length > 0 ? { path: hashes.map(toBase64) } : {}));
  };
  return asked;
}

afterEach(() => callWith(""));

test("every tree begins with every smaller one by its own path, and by no other", async () => {
  for (let newer = 0; newer <= LEAVES_MAX; newer++) {
    for (let older = 0; older <= newer; older++) {
      const path = consistency(older, newer);
      const [from, to] = [tree(older), tree(newer)];
      const what = `${older} to ${newer}`;
      assert.equal(await extendsTree(from, to, path), true, what);
      assert.equal(await extendsTree(from, to, [...path, root(0, 1)]), false, `${what}, longer`);
      const [first = hash(), ...rest] = path;
      if (path.length > 0) {
        assert.equal(await extendsTree(from, to, rest), false, `${what}, without the first`);
        assert.equal(await extendsTree(from, to, path.slice(0, -1)), false, `${what}, cut`);
        assert.equal(await extendsTree(from, to, [first.subarray(1), ...rest]), false, what);
      }
      for (let k = 0; k < path.length; k++) {
        const changed = path.map((each, at) => (at === k ? hash(each) : each));
        assert.equal(await extendsTree(from, to, changed), false, `${what}, hash ${k} changed`);
      }
      if (older > 0) {
        const other = { size: from.size, root: root(1, older + 1) };
        assert.equal(await extendsTree(other, to, path), false, `${what}, other leaves`);
      }
      if (older < newer) {
        assert.equal(await extendsTree(to, from, path), false, `${what}, back`);
      }
    }
  }
});

test("every leaf is in its tree at its place only", async () => {
  for (let size = 1; size <= LEAVES_MAX; size++) {
    for (let k = 0; k < size; k++) {
      const path = inclusion(k, 0, size);
      assert.equal(await includes(tree(size), leaf(k), BigInt(k), path), true, `${k} of ${size}`);
      assert.equal(await includes(tree(size), leaf(k + 1), BigInt(k), path), false);
      assert.equal(await includes(tree(size), leaf(k), BigInt(size), path), false);
      assert.equal(await includes(tree(size), leaf(k), BigInt(k), [...path, hash()]), false);
    }
  }
});

test("a checkpoint is read in its one form, and nothing else is one", async () => {
  const server = new Server();
  const note = server.note(3);
  assert.equal(readCheckpoint(note)?.size, 3n);
  const others = ["", "note", note.slice(1 + note.indexOf("\n")), `${note}\n`, note.trim()];
  const changed = [note.replace("\n3\n", "\n03\n"), note.replace("=\n", "\n"), `${note}x`];
  for (const other of [...others, ...changed, note.replace("—", "-")]) {
    assert.equal(readCheckpoint(other), undefined, JSON.stringify(other));
  }
  assert.equal(readCheckpoint(pasted(`\n ${note.replace(/\n/g, "\r\n")} \n\n`))?.size, 3n);
});

test("only the log's key signs a checkpoint, and only the text that it signed", async () => {
  const [server, stranger] = [new Server(), new Server()];
  const key = async (of: Server) => LogKey.of(ORIGIN, await SignerKey.of(of.raw));
  const checkpoint = server.checkpoint(3);
  assert.equal(await isSigned(checkpoint, await key(server)), true);
  assert.equal(await isSigned(checkpoint, await key(stranger)), false);
  const two = readCheckpoint(server.note(3).replace("\n3\n", "\n2\n"));
  assert.ok(two !== undefined);
  assert.equal(await isSigned(two, await key(server)), false);
  const otherName = await LogKey.of("lethe.example/log/2", await SignerKey.of(server.raw));
  assert.equal(await isSigned(checkpoint, otherName), false);
});

test("a log that only grew is consistent, by a proof that the server was asked for", async () => {
  const server = new Server();
  const asked = proving(consistency);
  const check = await checkedLog(server.note(3), server.checkpoint(11), server.raw, end);
  assert.deepEqual([check.verdict, check.from, check.to], ["CONSISTENT", 3n, 11n]);
  assert.deepEqual(asked, ["/v1/log/consistencyProof?oldSize=3&newSize=11"]);
  const same = await checkedLog(server.note(11), server.checkpoint(11), server.raw, end);
  assert.equal(same.verdict, "CONSISTENT");
});

test("a log that took something back, changed it, or is another one, is found", async () => {
  const [server, stranger] = [new Server(), new Server()];
  const verdict = async (kept: string, latest: Checkpoint, raw = server.raw) =>
    (await checkedLog(kept, latest, raw, end)).verdict;
  proving(consistency);
  const eleven = server.checkpoint(11);
  assert.equal(await verdict(server.note(12), eleven), "SHRUNK");
  assert.equal(await verdict(server.note(3, root(1, 4)), eleven), "INCONSISTENT");
  assert.equal(await verdict(server.note(11, root(1, 12)), eleven), "INCONSISTENT");
  assert.equal(await verdict(server.note(3, root(0, 3), "other"), eleven), "OTHER_LOG");
  assert.equal(await verdict(server.note(3), eleven, stranger.raw), "NOT_SIGNED");
  assert.equal(await verdict(stranger.note(3), eleven), "NOT_SIGNED");
  assert.equal(await verdict("<script>alert(1)</script>", eleven), "UNREADABLE");
  proving((older, newer) => consistency(older, newer).slice(1));
  assert.equal(await verdict(server.note(3), eleven), "INCONSISTENT");
  proving(() => [Uint8Array.of(1, 2, 3)]);
  assert.equal(await verdict(server.note(3), eleven), "INCONSISTENT");
});

test("receipts of several logs are found, and one proof is enough for one size", async () => {
  const server = new Server();
  const latest = server.checkpoint(9);
  const asked = proving(consistency);
  const shown = [server.checkpoint(5), server.checkpoint(5), server.checkpoint(9)];
  const proofs = await proofsOfOneLog(shown, latest, end);
  assert.deepEqual(
    [...(proofs ?? [])].map(([size]) => size),
    [5n],
  );
  assert.equal(asked.length, 1);
  for (const other of [
    server.checkpoint(5, root(1, 6)),
    server.checkpoint(9, root(1, 10)),
    server.checkpoint(10),
    server.checkpoint(5, root(0, 5), "other"),
  ]) {
    assert.equal(await proofsOfOneLog([...shown, other], latest, end), undefined);
  }
});
