/** Which calls are taken, decided before they cost anything, and where those that are taken run. */
@NullMarked
package io.lethe.server.grpc.admission;

import org.jspecify.annotations.NullMarked;
