/**
 * The experiment grid: data sets, models, forget sets and methods, run cell by cell, each cell a map
 * of measures that can be kept and read again.
 *
 * <p>One package: a cell is made by all of its parts, none of which is of use alone.
 */
@NullMarked
package io.lethe.evaluation.experiment;

import org.jspecify.annotations.NullMarked;
