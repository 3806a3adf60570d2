import { fromBase64 } from "./bytes";
import { type Message, readMessage } from "./statement";

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
 * What a file or the gateway's answer holds, in protobuf's encoding or as JSON; undefined if that is no
 * whole receipt.
 */
export function readReceipt(bytes: Uint8Array): Message | undefined {
  const binary = readMessage(bytes);
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
      ? fieldsOf(parsed as Record<string, unknown>, names(text))
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

function fieldsOf(json: Record<string, unknown>, members: readonly string[]): Message {
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
    fields[name] = isBytes ? bytesOf(value) : value;
  }
  return fields as unknown as Message;
}

function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64(text);
  if (bytes === undefined) {
    throw new TypeError("this is no base64");
  }
  return bytes;
}
