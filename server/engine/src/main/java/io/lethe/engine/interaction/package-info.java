/**
 * What people do, on its way in and out: {@link io.lethe.engine.interaction.InteractionIntake} is the
 * one door, {@link io.lethe.engine.interaction.InteractionLog} keeps it, {@link
 * io.lethe.engine.interaction.AppendLedger} what came in a moment ago, and {@link
 * io.lethe.engine.interaction.RecentRows} shows what no version has learned yet.
 */
@NullMarked
package io.lethe.engine.interaction;

import org.jspecify.annotations.NullMarked;
