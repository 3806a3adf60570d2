import { Receipt as Message } from "./generated/lethe/v1/receipt.js";

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
  /** Ties the statement to the request, for whoever knows that; empty once it was destroyed. */
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
   * Reads bytes that were kept. Only those are taken that `toBytes` could have given, so that none
   * can be changed unnoticed.
   *
   * @throws TypeError if they are no receipt
   */
  static parse(bytes: Uint8Array): Receipt {
    const complaint = `these ${bytes.length} bytes are no receipt`;
    let receipt: Receipt;
    try {
      receipt = new Receipt(Message.decode(bytes));
    } catch (cause) {
      throw new TypeError(complaint, { cause });
    }
    if (Buffer.compare(receipt.toBytes(), bytes) !== 0) {
      throw new TypeError(complaint);
    }
    return receipt;
  }

  /** The bytes to keep: a serialized `lethe.v1.Receipt`. */
  toBytes(): Uint8Array {
    return Message.encode(this).finish();
  }
}
