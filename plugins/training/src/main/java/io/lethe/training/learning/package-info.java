/**
 * What families share that learn from what came after their training: {@link
 * io.lethe.training.learning.Touched} finds the rows that an addition touches and what they did.
 */
@NullMarked
package io.lethe.training.learning;

import org.jspecify.annotations.NullMarked;
