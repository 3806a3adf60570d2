import { Receipt as Message } from "./generated/lethe/v1/receipt.js";
import { decodeStrictly } from "./strict-decoding.js";

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3})?$/;

const HALF_A_CHARACTER = /[\ud800-\udfff]/u;

/** Each field by its names in JSON and in the contract, and whether its value is bytes. */
const FIELDS: readonly [keyof Message, string, boolean][] = [
  ["name", "name", false],
  ["statement", "statement", true],
  ["signature", "signature", true],
  ["publicKey", "public_key", true],
  ["keyId", "key_id", false],
  ["commitmentKey", "commitment_key", true],
  ["logOrigin", "log_origin", false],
  ["transparencyProof", "transparency_proof", false],
];

/**
 * What a file holds, in protobuf's encoding or as JSON; undefined if that is no whole receipt. The
 * console reads receipts by this, too: it uses nothing that only Node has.
 */
export function readReceipt(bytes: Uint8Array): Message | undefined {
  const binary = decodeStrictly(Message, bytes);
  if (binary !== undefined && isWhole(binary)) {
    return binary;
  }
  const json = fromJson(bytes);
  return json !== undefined && isWhole(json) ? json : undefined;
}

/** A file that was cut off lacks what every receipt has. */
function isWhole(message: Message): boolean {
  return (
    message.name !== "" &&
    message.statement.length > 0 &&
    message.signature.length > 0 &&
    message.publicKey.length > 0 &&
    message.keyId !== "" &&
    (message.logOrigin === "") === (message.transparencyProof === "")
  );
}

function fromJson(bytes: Uint8Array): Message | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? Message.create(fieldsOf(parsed as Record<string, unknown>, names(text)))
      : undefined;
  } catch {
    return undefined;
  }
}

/** The names of an object's members, as often as they stand there. */
function names(json: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"\s*:?|[{}[\]]/g)) {
    if (token === "{" || token === "[") {
      depth++;
    } else if (token === "}" || token === "]") {
      depth--;
    } else if (depth === 1 && token.endsWith(":")) {
      found.push(JSON.parse(token.slice(0, -1)));
    }
  }
  return found;
}

function fieldsOf(json: Record<string, unknown>, members: readonly string[]): Partial<Message> {
  const fields: Record<string, unknown> = {};
  for (const [name, contractName, isBytes] of FIELDS) {
    const [member, another] = members.filter((each) => each === name || each === contractName);
    if (another !== undefined) {
      throw new TypeError(`${name} stands there twice`);
    }
    const value = (member === undefined ? undefined : json[member]) ?? "";
    if (typeof value !== "string" || HALF_A_CHARACTER.test(value)) {
      throw new TypeError(`${name} is no text`);
    }
    fields[name] = isBytes ? decoded(value) : value;
  }
  return fields;
}

/** Base64 of either alphabet, with padding or without. */
function decoded(text: string): Uint8Array {
  const plain = text
    .replace(/-/g, "+")
    .replace(/_/g, "/")
    .replace(/={1,2}$/, "");
  if (!BASE64.test(plain)) {
    throw new TypeError("this is no base64");
  }
  return Uint8Array.from(atob(plain), (each) => each.charCodeAt(0));
}
