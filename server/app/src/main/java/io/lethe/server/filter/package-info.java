/** Filters of items, in CEL. */
@NullMarked
package io.lethe.server.filter;

import org.jspecify.annotations.NullMarked;
