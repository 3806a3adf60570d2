/** What the contract's HTTP rules and protobuf's JSON mapping say, without any HTTP. */
@NullMarked
package io.lethe.server.gateway.json;

import org.jspecify.annotations.NullMarked;
