/** What the grid found, as a page with plots, as CSV and as JSON. Renders text, writes no files. */
@NullMarked
package io.lethe.evaluation.report;

import org.jspecify.annotations.NullMarked;
