/** A small family that keeps every promise, and what becomes of it when one line is changed. */
@NullMarked
package io.lethe.checks.mutants;

import org.jspecify.annotations.NullMarked;
