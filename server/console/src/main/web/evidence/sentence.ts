import { counted } from "../formats";
import { texts } from "../texts";
import type { LogCheck } from "./log";

/** The verdict on the log's growth, in a sentence. */
export function logSentence({ verdict, from, to }: LogCheck): string {
  const size = (leaves: bigint | undefined) => counted(String(leaves ?? 0n), "receipt");
  return texts.evidence.verdicts[verdict](size(from), size(to));
}
