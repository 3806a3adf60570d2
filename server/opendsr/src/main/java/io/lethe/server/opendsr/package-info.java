/**
 * Data subject requests over HTTP as OpenDSR 2.0 has them: JSON in and out, signed answers, signed
 * status callbacks. What a request means stands in {@code io.lethe.engine.dsr}.
 */
@NullMarked
package io.lethe.server.opendsr;

import org.jspecify.annotations.NullMarked;
