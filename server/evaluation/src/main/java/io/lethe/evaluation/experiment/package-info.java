/**
 * The experiment grid: data sets, models, forget sets and methods, run cell by cell, each cell a map
 * of measures that can be kept and read again.
 */
@NullMarked
package io.lethe.evaluation.experiment;

import org.jspecify.annotations.NullMarked;
