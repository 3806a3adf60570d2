/** The Java client: typed results, deadlines, retries. */
@NullMarked
package io.lethe.client;

import org.jspecify.annotations.NullMarked;
