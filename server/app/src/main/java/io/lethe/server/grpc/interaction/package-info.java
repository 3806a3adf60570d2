/** Interactions on the wire. */
@NullMarked
package io.lethe.server.grpc.interaction;

import org.jspecify.annotations.NullMarked;
