// SPDX-License-Identifier: Apache-2.0
package dev.rollcall.netty.internal.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A certificate and its private key, read from PEM (RFC 7468). The key is known to match the certificate. Immutable.
 *
 * @param chain the certificate, then the certificates of its issuers
 * @param key the certificate's private key
 */
record CertificateAndKey(List<X509Certificate> chain, PrivateKey key) {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final byte[] PROBE = "rollcall".getBytes(StandardCharsets.US_ASCII);

    /**
     * Returns the certificates of a PEM file.
     *
     * @throws IllegalArgumentException when there is none; the message says what is wrong and what is expected
     */
    static List<X509Certificate> chain(byte[] pem) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (var certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                chain.add((X509Certificate) certificate);
            }
            if (!chain.isEmpty()) {
                return List.copyOf(chain);
            }
        } catch (CertificateException e) {
            throw new IllegalArgumentException(
                    "is not a certificate that Java can read (expected: PEM, BEGIN CERTIFICATE, the server's own first)",
                    e);
        }
        throw new IllegalArgumentException(
                "holds no certificate (expected: PEM, BEGIN CERTIFICATE, the server's own first)");
    }

    /**
     * Returns a certificate with its key from a PEM file.
     *
     * @throws IllegalArgumentException when there is no key, or another certificate's; the message says what is wrong
     *     and what is expected
     */
    static CertificateAndKey of(List<X509Certificate> chain, byte[] pem) {
        Matcher matcher = KEY.matcher(new String(pem, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    "holds no plain PKCS#8 key (expected: PEM, BEGIN PRIVATE KEY; convert others"
                            + " with: openssl pkcs8 -topk8 -nocrypt)");
        }
        String algorithm = chain.get(0).getPublicKey().getAlgorithm();
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(1));
            PrivateKey key = KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            if (match(chain.get(0), key)) {
                return new CertificateAndKey(chain, key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "is not a key for the certificate, whose algorithm is " + algorithm
                            + " (expected: the certificate's own)",
                    e);
        }
        throw new IllegalArgumentException("is the key of another certificate (expected: the certificate's own)");
    }

    /**
     * Returns a context for TLS 1.2 and 1.3 with the cipher suites that HTTP/2 allows (RFC 9113, section 9.2.2), for
     * HTTP/2 and HTTP/1.1.
     *
     * @param provider the TLS implementation
     * @throws SSLException when the provider cannot use the key
     */
    SslContext context(SslProvider provider) throws SSLException {
        return SslContextBuilder.forServer(key, chain)
                .sslProvider(provider)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    /** Returns when the certificate expires. */
    Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    private static boolean match(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        String algorithm = key.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (algorithm) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> algorithm;
                });
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    /** Does not show the key. */
    @Override
    public String toString() {
        return "CertificateAndKey[" + chain.size() + " certificates]";
    }
}
