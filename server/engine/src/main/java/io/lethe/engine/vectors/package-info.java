/** Vectors that were trained elsewhere, on their way into a version. */
@NullMarked
package io.lethe.engine.vectors;

import org.jspecify.annotations.NullMarked;
