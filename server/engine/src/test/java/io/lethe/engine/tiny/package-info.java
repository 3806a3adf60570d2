/** A model family small enough to read: a product of rows, trained by plain gradient descent. */
@NullMarked
package io.lethe.engine.tiny;

import org.jspecify.annotations.NullMarked;
