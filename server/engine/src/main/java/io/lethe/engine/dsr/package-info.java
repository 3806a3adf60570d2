/**
 * Data subject requests: one request of a controller, carried out as erasures in every model that
 * knows the person, and told of at every change of its status. The port that makes them durable is
 * {@link io.lethe.engine.dsr.SubjectRequestLedger}.
 */
@NullMarked
package io.lethe.engine.dsr;

import org.jspecify.annotations.NullMarked;
