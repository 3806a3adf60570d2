package io.lethe.server.access;

import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a listener of any kind shows and asks for; new connections see what the files held last.
 *
 * @param trust for callers' certificates; null if they are not asked for one
 * @param certificateRequired whether who shows none is not connected
 */
public record TlsManagers(
    X509ExtendedKeyManager keys, @Nullable X509ExtendedTrustManager trust,
    boolean certificateRequired) {}
