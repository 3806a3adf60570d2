/**
 * What a plugin promises beside the derivatives of its models: options, training, saving, lists. For
 * the test kit and {@code lethe plugin check}, which take the time of several trainings for it.
 */
@NullMarked
package io.lethe.checks.family;

import org.jspecify.annotations.NullMarked;
