package io.lethe.spi;

/**
 * One training option of a plugin.
 *
 * @param name lower case with dashes
 * @param defaultValue as text
 * @param description for people: meaning, unit and bounds
 */
public record TrainingOption(String name, String defaultValue, String description) {}
