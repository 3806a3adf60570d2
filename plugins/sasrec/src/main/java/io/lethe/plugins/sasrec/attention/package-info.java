/** Self-attention over rows in order, forward and backward; the arrays are its callers'. */
@NullMarked
package io.lethe.plugins.sasrec.attention;

import org.jspecify.annotations.NullMarked;
