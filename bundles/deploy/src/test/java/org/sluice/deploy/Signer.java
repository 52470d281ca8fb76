package org.sluice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.KeyStore.PrivateKeyEntry;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import jdk.security.jarsigner.JarSigner;

/** Somebody with a key and a certificate of their own. */
record Signer(PrivateKeyEntry key) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    static Signer in(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "signer",
                        "-dname",
                        "CN=signer",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            keytool.destroyForcibly();
            throw new IOException("keytool makes no key");
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        return new Signer((PrivateKeyEntry) keys.getEntry("signer", new PasswordProtection(PASSWORD)));
    }

    /** As it stands in plugin.trust. */
    String digest() throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(key.getCertificate().getEncoded()));
    }

    void sign(Path jar) throws IOException {
        Path signed = jar.resolveSibling("." + jar.getFileName());
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream to = Files.newOutputStream(signed)) {
            new JarSigner.Builder(key).build().sign(from, to);
        }
        Files.move(signed, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
