/** A running server as the commands see it: calls over the wire, answers as plain records. */
@NullMarked
package io.lethe.server.grpc.remote;

import org.jspecify.annotations.NullMarked;
