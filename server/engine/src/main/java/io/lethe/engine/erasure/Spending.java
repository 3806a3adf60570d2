package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;

/**
 * What a principal's requests of one minute asked of a model; cancelled ones count too.
 *
 * @param minute since the epoch, by the wall clock
 * @param erasures accepted
 * @param interactions that they named
 */
public record Spending(ModelName model, long minute, long erasures, long interactions) {}
