/** The unlearning mathematics over the plugin contract: no input or output, no threads. */
@NullMarked
package io.lethe.unlearning;

import org.jspecify.annotations.NullMarked;
