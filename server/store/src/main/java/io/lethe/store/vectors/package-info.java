/** Vectors that were trained elsewhere: files of NumPy and PyTorch, and where they wait. */
@NullMarked
package io.lethe.store.vectors;

import org.jspecify.annotations.NullMarked;
