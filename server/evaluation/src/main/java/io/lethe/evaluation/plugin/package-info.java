/**
 * What a plugin's author, and an operator who is handed one, want to know before it serves: every promise
 * of the contract measured on a small data set, and what it forgets beside a training without.
 */
@NullMarked
package io.lethe.evaluation.plugin;

import org.jspecify.annotations.NullMarked;
