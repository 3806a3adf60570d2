/**
 * Aliases: names under which versions answer beside the active one, each for a share of the users. A
 * model without aliases is answered by its active version alone.
 */
@NullMarked
package io.lethe.engine.alias;

import org.jspecify.annotations.NullMarked;
