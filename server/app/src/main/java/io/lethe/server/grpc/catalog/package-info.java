/** Catalogues on the wire. */
@NullMarked
package io.lethe.server.grpc.catalog;

import org.jspecify.annotations.NullMarked;
