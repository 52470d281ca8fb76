package org.sluice.core.home;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes a key and its certificate. Apart, so that Bouncy Castle is only loaded when one is made. */
final class SelfSigned {

    private SelfSigned() {}

    /** The lines of a PEM file: the key as PKCS#8, then the certificate. */
    static List<String> make() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            List<String> lines = new ArrayList<>();
            add(lines, "PRIVATE KEY", pair.getPrivate().getEncoded());
            add(lines, "CERTIFICATE", certificate(pair));
            return lines;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("making an identity: " + e.getMessage(), e);
        }
    }

    /** Its dates mean nothing, since peers pin the key; they keep strict parsers content. */
    private static byte[] certificate(KeyPair pair) throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=sluice");
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(120, new SecureRandom()).setBit(119),
                        Date.from(now.minus(1, ChronoUnit.DAYS)),
                        Date.from(now.plus(365L * 30, ChronoUnit.DAYS)),
                        name,
                        pair.getPublic())
                .build(signer)
                .getEncoded();
    }

    private static void add(List<String> lines, String name, byte[] content) {
        lines.add("-----BEGIN " + name + "-----");
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(content);
        lines.addAll(List.of(text.split("\n")));
        lines.add("-----END " + name + "-----");
    }
}
