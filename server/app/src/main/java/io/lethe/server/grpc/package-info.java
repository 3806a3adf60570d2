/** The wire: endpoints, and the only place that knows generated types. */
@NullMarked
package io.lethe.server.grpc;

import org.jspecify.annotations.NullMarked;
