package io.lethe.store.input;

/**
 * How a file's text becomes cells.
 *
 * @param separator between two cells
 * @param separatorLine whether the first line only names the separator ({@code sep=;}, as Excel
 *     writes it)
 * @param decimalComma whether numbers have a comma before their fraction
 */
record Layout(InputFormat format, String separator, boolean separatorLine, boolean decimalComma) {}
