/**
 * What a differentiable model promises, held against what its scores and its loss do. The server asks
 * at every training before a version may forget by influence; the test kit and {@code lethe plugin
 * check} ask for the author of a plugin, with the same numbers and the same text. Depends on the
 * contract alone.
 */
@NullMarked
package io.lethe.checks;

import org.jspecify.annotations.NullMarked;
