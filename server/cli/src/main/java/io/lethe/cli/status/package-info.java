/** Commands that tell how a running server is, and what it does. */
@NullMarked
package io.lethe.cli.status;

import org.jspecify.annotations.NullMarked;
