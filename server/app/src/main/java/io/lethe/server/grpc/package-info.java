/** The wire: endpoints, and the only place that knows generated types. *
 * <p>One package: endpoints share the translation of types and errors, which nothing else may see.
 */
@NullMarked
package io.lethe.server.grpc;

import org.jspecify.annotations.NullMarked;
