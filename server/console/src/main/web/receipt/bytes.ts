/** Bytes that no other thread shares, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2,3})?$/;

/** Base64 of either alphabet, with padding or without; undefined for what is none. */
export function fromBase64(text: string): Bytes | undefined {
  const plain = text
    .replace(/-/g, "+")
    .replace(/_/g, "/")
    .replace(/={1,2}$/, "");
  return BASE64.test(plain) ? Uint8Array.from(atob(plain), (c) => c.charCodeAt(0)) : undefined;
}

/** Base64 with padding; undefined for what no encoder writes. */
export function fromStrictBase64(text: string): Bytes | undefined {
  const bytes = fromBase64(text);
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (each) => String.fromCharCode(each)).join(""));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
}

/** Some bytes, one after the other. */
export function joined(...parts: Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((each, k) => each === other[k]);
}

export function utf8(text: string): Bytes {
  return joined(new TextEncoder().encode(text));
}

/** SHA-256 of some bytes, one after the other. */
export async function sha256(...parts: Uint8Array[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}
