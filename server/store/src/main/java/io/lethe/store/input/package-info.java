/** Readers of the interaction files that people bring: from bytes to checked columns. */
@NullMarked
package io.lethe.store.input;

import org.jspecify.annotations.NullMarked;
