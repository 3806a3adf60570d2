import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** Texts that would run, or leave their place, where a page took them for HTML, an address or a path. */
export const HOSTILE = [
  "<img src=x onerror=\"window.owned='image'\">",
  "<script>window.owned='script'</script>",
  "'\"><svg onload=window.owned='svg'>",
  "javascript:window.owned='address'",
  "..\\..\\../../owned",
].join(" ");

/**
 * Nothing that a text brought along became a part of the page: no element of a kind that the console
 * does not have, no handler, no address that leads elsewhere; and nothing ran.
 */
export async function isUnharmed(person, what) {
  const harm = await person.page.evaluate(() => {
    const all = [...document.querySelectorAll("*")];
    const strange = "script:not([src^='/console/']), img, iframe, frame, object, embed, base, style, svg svg";
    return {
      ran: window.owned ?? "",
      strange: [...document.querySelectorAll(strange)].map((each) => each.outerHTML),
      handlers: all.flatMap((each) => each.getAttributeNames().filter((name) => /^on|^style$/.test(name))),
      elsewhere: all
        .flatMap((each) => ["href", "src", "action", "formaction", "data"].map((name) => each.getAttribute(name)))
        .filter((address) => address !== null && !/^(#\/|\/console\/)/.test(address)),
    };
  });
  assert.deepEqual(harm, { ran: "", strange: [], handlers: [], elsewhere: [] }, what);
  assert.deepEqual(person.complaints, [], what);
}

/** The same answer with a hostile text behind each text in it; those under a key of `sound` stay. */
export function poisoned(answer, sound, key = "") {
  if (typeof answer === "string") {
    return sound.test(key) ? answer : `${answer}${HOSTILE}`;
  }
  if (Array.isArray(answer)) {
    return answer.map((each) => poisoned(each, sound, key));
  }
  return answer === null || typeof answer !== "object"
    ? answer
    : Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, poisoned(value, sound, name)]));
}

/** A receipt that a stranger signed with a key of their own: it holds together, and every text is hostile. */
export function hostileReceipt() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const erasure = `erasures/${HOSTILE.replaceAll("/", "")}`;
  const texts = new Map([
    [2, erasure],
    [4, `models/${HOSTILE}`],
    [5, `models/movies/versions/${HOSTILE}`],
    ...[3, 6, 7, 8, 10, 11, 25, 26, 27, 28, 30, 31, 38].map((field) => [field, HOSTILE]),
  ]);
  // A statement from before there was a log: version 1, approximate.
  const statement = Buffer.concat([
    Buffer.from([1 << 3, 1]),
    ...[...texts].map(([field, text]) => lengthDelimited(field, Buffer.from(text))),
    Buffer.from([14 << 3, 2]),
  ]);
  return JSON.stringify({
    name: `${erasure}/receipt`,
    statement: statement.toString("base64"),
    keyId: createHash("sha256").update(raw).digest("hex"),
    publicKey: raw.toString("base64"),
    signature: sign(null, statement, privateKey).toString("base64"),
  });
}

/** A field of a protobuf message, its number and length as varints. */
function lengthDelimited(field, bytes) {
  return Buffer.concat([varint((field << 3) | 2), varint(bytes.length), bytes]);
}

function varint(number) {
  return number < 128 ? Buffer.from([number]) : Buffer.concat([Buffer.from([(number & 127) | 128]), varint(number >> 7)]);
}
