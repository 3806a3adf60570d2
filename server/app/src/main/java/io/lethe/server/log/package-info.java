/** How failures are written to the log. */
@NullMarked
package io.lethe.server.log;

import org.jspecify.annotations.NullMarked;
