import { LetheError } from "./errors.js";
import type { Any } from "./generated/google/protobuf/any.js";

/** What an operation holds; that it holds something else is the server's fault. */
export function unpack<T>(
  any: Any | undefined,
  name: string,
  type: { decode(bytes: Uint8Array): T },
): T {
  if (any === undefined || !any.typeUrl.endsWith(`/lethe.v1.${name}`)) {
    const found = any?.typeUrl ?? "";
    const message = `the server's operation holds '${found}' where a ${name} belongs`;
    throw LetheError.of({ status: "INTERNAL", message });
  }
  return type.decode(any.value);
}

/** What an answer must hold. */
export function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) {
    throw LetheError.of({ status: "INTERNAL", message: `the server's answer holds no ${what}` });
  }
  return value;
}
