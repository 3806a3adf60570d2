package io.lethe.engine.erasure.run;

import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What erasures take from the world.
 *
 * @param clock wall clock, for people
 * @param nanoClock monotonic, for durations
 * @param ids random ids of erasures, which must tell nothing
 */
public record ErasureTime(InstantSource clock, LongSupplier nanoClock, Supplier<UUID> ids) {}
