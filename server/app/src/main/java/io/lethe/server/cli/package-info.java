/** The command line. */
@NullMarked
package io.lethe.server.cli;

import org.jspecify.annotations.NullMarked;
