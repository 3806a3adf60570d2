import { type Bytes, joined, sha256, utf8 } from "./bytes";

/** Bytes of a raw Ed25519 public key. */
export const KEY_BYTES = 32;
/** What c2sp.org/signed-note calls such signatures, and how long its ids of keys are. */
const NOTE_KIND_ED25519 = 1;
const NOTE_ID_BYTES = 4;

/** This browser has no Ed25519 (RFC 8032), so that it cannot check a receipt. */
export class NoEd25519Error extends Error {}

/** A public key that signed something. */
export class SignerKey {
  readonly #key: CryptoKey;

  private constructor(
    readonly raw: Bytes,
    key: CryptoKey,
  ) {
    this.#key = key;
  }

  /**
   * Reads a raw key of 32 bytes.
   *
   * @throws NoEd25519Error where the browser knows no such keys
   */
  static async of(raw: Uint8Array): Promise<SignerKey> {
    const own = joined(raw);
    try {
      return new SignerKey(
        own,
        await crypto.subtle.importKey("raw", own, "Ed25519", false, ["verify"]),
      );
    } catch (failure) {
      throw new NoEd25519Error("this browser has no Ed25519", { cause: failure });
    }
  }

  /** Whether the key signed exactly these bytes; a signature of the wrong length is a wrong one. */
  signed(bytes: Uint8Array, signature: Uint8Array): Promise<boolean> {
    return crypto.subtle.verify("Ed25519", this.#key, joined(signature), joined(bytes));
  }
}

/** A server's key by the name of its log (c2sp.org/signed-note). */
export class LogKey {
  private constructor(
    readonly origin: string,
    /** Bytes before the signature in a line of this key's. */
    readonly id: Bytes,
    private readonly key: SignerKey,
  ) {}

  static async of(origin: string, key: SignerKey): Promise<LogKey> {
    const digest = await sha256(utf8(`${origin}\n`), Uint8Array.of(NOTE_KIND_ED25519), key.raw);
    return new LogKey(origin, digest.slice(0, NOTE_ID_BYTES), key);
  }

  /** Whether the bytes of a line are this key's signature of a text, after the key's id. */
  signed(text: string, line: Uint8Array): Promise<boolean> {
    return this.key.signed(utf8(text), line.subarray(NOTE_ID_BYTES));
  }
}
