/** A disk in memory that can lose, tear and refuse what real ones do. */
@org.jspecify.annotations.NullMarked
package io.lethe.store.simulated;
