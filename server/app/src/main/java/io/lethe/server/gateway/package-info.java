/** The services over HTTP with JSON, for callers without gRPC: translates, and decides nothing itself. */
@NullMarked
package io.lethe.server.gateway;

import org.jspecify.annotations.NullMarked;
