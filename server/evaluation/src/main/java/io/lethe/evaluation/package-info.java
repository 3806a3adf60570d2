/** Strategies compared on one data set, and the reports about it. */
@NullMarked
package io.lethe.evaluation;

import org.jspecify.annotations.NullMarked;
