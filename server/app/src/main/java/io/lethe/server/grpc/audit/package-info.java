/** Who did what: calls that stand in the audit trail. */
@NullMarked
package io.lethe.server.grpc.audit;

import org.jspecify.annotations.NullMarked;
