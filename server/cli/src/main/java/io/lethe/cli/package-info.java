/** The command line. */
@NullMarked
package io.lethe.cli;

import org.jspecify.annotations.NullMarked;
