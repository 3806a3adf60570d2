/** Receipts: what they state, how they are signed, and the transparency log that they are in. */
@NullMarked
package io.lethe.engine.erasure.receipt;

import org.jspecify.annotations.NullMarked;
