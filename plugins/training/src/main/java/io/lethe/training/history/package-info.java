/**
 * What models answer with that are asked for a history instead of for one of their users: {@link
 * io.lethe.training.history.GivenHistory} checks and orders it, {@link
 * io.lethe.training.history.FoldIn} finds the row that logistic models would have learned.
 */
@NullMarked
package io.lethe.training.history;

import org.jspecify.annotations.NullMarked;
