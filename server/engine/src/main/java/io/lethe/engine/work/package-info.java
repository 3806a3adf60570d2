/**
 * Tools of background work: a loop that tries again, work that takes turns, and the time that each
 * step took.
 */
@NullMarked
package io.lethe.engine.work;

import org.jspecify.annotations.NullMarked;
