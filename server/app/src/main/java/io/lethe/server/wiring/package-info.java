/** The table of contents: which part gets which. */
@NullMarked
package io.lethe.server.wiring;

import org.jspecify.annotations.NullMarked;
