/** The calls that a server makes to itself before others call it. */
@NullMarked
package io.lethe.server.grpc.warm;

import org.jspecify.annotations.NullMarked;
