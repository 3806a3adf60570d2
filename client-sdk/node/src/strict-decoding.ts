import { BinaryReader } from "@bufbuild/protobuf/wire";

/** Undefined for bytes that are no message. The generated code stops at some of them in silence. */
export function decodeStrictly<T>(
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
