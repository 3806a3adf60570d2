/** Dense algebra on ND4J, loaded only when somebody asks for it. */
@NullMarked
package io.lethe.kernels.nd4j;

import org.jspecify.annotations.NullMarked;
