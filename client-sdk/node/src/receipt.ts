import { Receipt as Message } from "./generated/lethe/v1/receipt.js";
import { readReceipt } from "./receipt-file.js";

/** The signed statement of what an erasure did, unread: let a `ReceiptVerifier` read it. */
export class Receipt {
  /** `erasures/{id}/receipt`. */
  readonly name: string;
  /** The bytes that were signed. */
  readonly statement: Uint8Array;
  /** Ed25519, 64 bytes. */
  readonly signature: Uint8Array;
  /** Raw Ed25519 key, 32 bytes; proves nothing about who signed. */
  readonly publicKey: Uint8Array;
  /** SHA-256 of the public key, 64 lower-case hexadecimal digits. */
  readonly keyId: string;
  /** Ties the statement to the request, for a reader that knows that; empty once it was destroyed. */
  readonly commitmentKey: Uint8Array;
  /** Name of the log that holds the statement; empty before there was one. */
  readonly logOrigin: string;
  /** That it holds it, as c2sp.org/tlog-proof defines it; empty before there was a log. */
  readonly transparencyProof: string;

  private constructor(message: Message) {
    this.name = message.name;
    this.statement = message.statement;
    this.signature = message.signature;
    this.publicKey = message.publicKey;
    this.keyId = message.keyId;
    this.commitmentKey = message.commitmentKey;
    this.logOrigin = message.logOrigin;
    this.transparencyProof = message.transparencyProof;
  }

  /** A receipt as the wire has it. */
  static of(message: Message): Receipt {
    return new Receipt(message);
  }

  /**
   * Reads a receipt that was kept: in protobuf's encoding, or as JSON. What was signed are the bytes
   * of its statement, so the file around them may be written again: in another order, prettier, or
   * with fields of a newer server, which are ignored.
   *
   * @throws TypeError if the bytes are no receipt, or not all of one; that says nothing about whether
   * it is genuine
   */
  static parse(bytes: Uint8Array): Receipt {
    const message = readReceipt(bytes);
    if (message === undefined) {
      throw new TypeError(`these ${bytes.length} bytes are no receipt`);
    }
    return new Receipt(message);
  }

  /** The bytes to keep: a serialized `lethe.v1.Receipt`. */
  toBytes(): Uint8Array {
    return Message.encode(this).finish();
  }
}
