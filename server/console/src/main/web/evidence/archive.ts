import { strFromU8, strToU8, unzipSync, Zip, ZipDeflate } from "fflate";
import type { Bytes } from "../receipt/bytes";

/** Where the log's latest checkpoint is in an export. */
export const CHECKPOINT_PATH = "log/checkpoint.txt";

/** So that the page answers while an archive of thousands of files is made. */
const FILES_AT_ONCE = 100;

/** A file of an archive. */
export interface Entry {
  readonly path: string;
  readonly content: Uint8Array | string;
}

/**
 * Writes a ZIP archive.
 *
 * @param time that its files are of
 */
export async function archive(entries: readonly Entry[], time: Date): Promise<Bytes[]> {
  const chunks: Bytes[] = [];
  const zip = new Zip((failure, chunk) => {
    if (failure !== null) {
      throw failure;
    }
    chunks.push(new Uint8Array(chunk));
  });
  for (const [k, { path, content }] of entries.entries()) {
    const file = new ZipDeflate(path);
    file.mtime = time;
    zip.add(file);
    file.push(typeof content === "string" ? strToU8(content) : content, true);
    if (k % FILES_AT_ONCE === FILES_AT_ONCE - 1) {
      await new Promise((later) => setTimeout(later));
    }
  }
  zip.end();
  return chunks;
}

/** The checkpoint of an earlier export, or of a file that holds nothing else. */
export function keptCheckpoint(file: Uint8Array): string {
  try {
    const found = unzipSync(file, { filter: ({ name }) => name === CHECKPOINT_PATH });
    return strFromU8(found[CHECKPOINT_PATH] ?? new Uint8Array());
  } catch {
    return strFromU8(file);
  }
}
