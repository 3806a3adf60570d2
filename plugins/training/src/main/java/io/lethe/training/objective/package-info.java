/** What is minimized: terms of the loss, the shape of a row, and the randomness that draws both. */
@NullMarked
package io.lethe.training.objective;

import org.jspecify.annotations.NullMarked;
