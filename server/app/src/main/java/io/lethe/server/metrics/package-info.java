/** What the server tells monitoring; labels are of a fixed kind, and none is of a person. */
@NullMarked
package io.lethe.server.metrics;

import org.jspecify.annotations.NullMarked;
