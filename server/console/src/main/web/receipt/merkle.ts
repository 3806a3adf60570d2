import { type Bytes, equal, sha256 } from "./bytes";

const HASH_BYTES = 32;
const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A log's Merkle tree (RFC 9162, section 2.1) by its size and its root. */
export interface Tree {
  readonly size: bigint;
  readonly root: Bytes;
}

/** Whether a path leads from a leaf's data to the root (RFC 9162, section 2.1.3.2). */
export async function includes(
  tree: Tree,
  data: Uint8Array,
  index: bigint,
  path: readonly Bytes[],
): Promise<boolean> {
  if (index < 0n || index >= tree.size || !areHashes(path)) {
    return false;
  }
  const top = await climb(index, tree.size - 1n, await sha256(LEAF, data), path);
  return top !== undefined && equal(top.newer, tree.root);
}

/** Whether a path shows that a tree begins with an older one (RFC 9162, section 2.1.4.2). */
export async function extendsTree(
  older: Tree,
  newer: Tree,
  path: readonly Bytes[],
): Promise<boolean> {
  if (older.size === newer.size) {
    return path.length === 0 && equal(older.root, newer.root);
  }
  if (older.size === 0n) {
    return path.length === 0 && equal(older.root, await sha256());
  }
  if (older.size > newer.size || !areHashes(path)) {
    return false;
  }
  let [node, last] = [older.size - 1n, newer.size - 1n];
  while (node % 2n === 1n) {
    node /= 2n;
    last /= 2n;
  }
  // A tree of 1, 2, 4, 8 … leaves is a node of the newer tree: the path need not name it.
  const [start, ...rest] = node === 0n ? [older.root, ...path] : path;
  const top = start === undefined ? undefined : await climb(node, last, start, rest);
  return top !== undefined && equal(top.older, older.root) && equal(top.newer, newer.root);
}

/** The roots of the two trees that end at a node and at the last one; undefined for a wrong length. */
async function climb(from: bigint, end: bigint, start: Bytes, path: readonly Bytes[]) {
  let [node, last, older, newer] = [from, end, start, start];
  for (const sibling of path) {
    if (last === 0n) {
      return undefined;
    }
    if (node % 2n === 1n || node === last) {
      older = await sha256(NODE, sibling, older);
      newer = await sha256(NODE, sibling, newer);
      // A last node that is a left child moves up alone until it is a right one.
      while (node % 2n === 0n && node !== 0n) {
        node /= 2n;
        last /= 2n;
      }
    } else {
      newer = await sha256(NODE, newer, sibling);
    }
    node /= 2n;
    last /= 2n;
  }
  return last === 0n ? { older, newer } : undefined;
}

function areHashes(path: readonly Bytes[]): boolean {
  return path.every((hash) => hash.length === HASH_BYTES);
}
