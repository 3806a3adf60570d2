/** Which requests are accepted or wait for an approval, and how much one principal may ask for. */
@NullMarked
package io.lethe.engine.erasure.policy;

import org.jspecify.annotations.NullMarked;
