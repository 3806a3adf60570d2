/**
 * How good recommendations are: ratings split into what models learn from and what their lists are
 * held against, lists over the whole catalogue, and what they are worth. Reads and writes no files.
 */
@NullMarked
package io.lethe.evaluation.ranking;

import org.jspecify.annotations.NullMarked;
