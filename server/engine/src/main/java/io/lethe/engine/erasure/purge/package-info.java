/** Deletes erased data from logs and checkpoints, and finds what a backup brought back. */
@NullMarked
package io.lethe.engine.erasure.purge;

import org.jspecify.annotations.NullMarked;
