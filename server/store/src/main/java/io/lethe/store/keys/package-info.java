/**
 * What the installation proves itself with: its keys, and the receipt log's last signed
 * checkpoint.
 */
@NullMarked
package io.lethe.store.keys;

import org.jspecify.annotations.NullMarked;
