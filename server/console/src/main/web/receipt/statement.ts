import { BinaryReader } from "@bufbuild/protobuf/wire";
import {
  Receipt as Message,
  ReceiptStatement,
} from "../../../../../../client-sdk/node/src/generated/lethe/v1/receipt";

export type { Message, ReceiptStatement };

/** The statement of these bytes; undefined if they are none. */
export function readStatement(bytes: Uint8Array): ReceiptStatement | undefined {
  return strictly(ReceiptStatement, bytes);
}

/** The receipt of these bytes in protobuf's encoding; undefined if they are none. */
export function readMessage(bytes: Uint8Array): Message | undefined {
  return strictly(Message, bytes);
}

/** The generated code stops at some bytes that are no message in silence. */
function strictly<T>(
  message: { decode(reader: BinaryReader): T },
  bytes: Uint8Array,
): T | undefined {
  try {
    const fields = new BinaryReader(bytes);
    while (fields.pos < fields.len) {
      const [field, type] = fields.tag();
      fields.skip(type, field);
    }
    return message.decode(new BinaryReader(bytes, strictUtf8));
  } catch {
    return undefined;
  }
}

function strictUtf8(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
