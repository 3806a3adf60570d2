import {
  type Receipt as Message,
  ReceiptStatement,
} from "../../../../../../client-sdk/node/src/generated/lethe/v1/receipt";
import { readReceipt } from "../../../../../../client-sdk/node/src/receipt-file";
import { decodeStrictly } from "../../../../../../client-sdk/node/src/strict-decoding";

/** What the Node client reads, the console reads by the same code. */
export { type Message, type ReceiptStatement, readReceipt };

/** The statement of these bytes; undefined if they are none. */
export function readStatement(bytes: Uint8Array): ReceiptStatement | undefined {
  return decodeStrictly(ReceiptStatement, bytes);
}
