/**
 * A transparency log's mathematics and texts, without I/O: the Merkle tree of RFC 9162, signed notes,
 * checkpoints and proofs as C2SP defines them.
 */
@NullMarked
package io.lethe.engine.transparency;

import org.jspecify.annotations.NullMarked;
