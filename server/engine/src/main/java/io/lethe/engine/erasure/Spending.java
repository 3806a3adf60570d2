package io.lethe.engine.erasure;

import io.lethe.engine.model.ModelName;

/**
 * What a principal's requests of one minute asked of a model; cancelled ones count too.
 *
 * @param minute since the epoch, by the wall clock
 * @param erasures accepted
 * @param interactions that they named
 * @param unchecked interactions of those that no second person had to approve
 * @param ofModel most interactions that the model had at one of them
 */
public record Spending(
    ModelName model, long minute, long erasures, long interactions, long unchecked, long ofModel) {}
