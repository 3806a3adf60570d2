/**
 * The testee of the JSON gateway: what any HTTP caller would write, with the JDK's client and a JSON
 * library. Only what is about receipts uses the contract and the Java client's verifier.
 */
@org.jspecify.annotations.NullMarked
package io.lethe.clients.gateway;
