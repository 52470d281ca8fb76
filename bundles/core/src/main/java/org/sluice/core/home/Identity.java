package org.sluice.core.home;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.core.session.IoReason;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transport.PeerIdentity;

/**
 * Who this peer is: a key and its self-signed certificate in {@code identity.pem}, made when first asked for. P-256,
 * since BoringSSL does not take part in handshakes with Ed25519 certificates.
 */
@Component(service = Identity.class)
public final class Identity {

    private static final String FILE = "identity.pem";

    private final Home home;
    private Optional<Pair> pair = Optional.empty();

    /** A key and its certificate. */
    record Pair(PrivateKey key, X509Certificate certificate) {}

    /** The identity kept in {@code home}. */
    @Activate
    public Identity(@Reference Home home) {
        this.home = home;
    }

    /** The certificate that goes with the key. */
    public X509Certificate certificate() throws TransferException {
        return pair().certificate();
    }

    /** The private key. */
    public PrivateKey key() throws TransferException {
        return pair().key();
    }

    /** Who others know us as. */
    public PeerIdentity peer() throws TransferException {
        return PeerIdentity.of(certificate());
    }

    private synchronized Pair pair() throws TransferException {
        if (pair.isEmpty()) {
            pair = Optional.of(load());
        }
        return pair.get();
    }

    private Pair load() throws TransferException {
        Path file = home.file(FILE);
        try {
            List<String> lines = home.read(FILE);
            if (lines.isEmpty()) {
                lines = create();
            }
            refuseReadableByOthers(file);
            return parse(lines);
        } catch (IOException e) {
            throw new TransferException(
                    Reason.FILE_IO, "our identity in " + file + " cannot be used: " + IoReason.of(e), e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new TransferException(
                    Reason.FILE_IO,
                    "our identity in " + file + " is damaged (" + e.getMessage()
                            + "); restore it, or remove it to get a new one that peers have to trust anew",
                    e);
        }
    }

    private List<String> create() throws IOException {
        return home.edit(FILE, lines -> {
            if (lines.isEmpty()) {
                lines.addAll(SelfSigned.make());
            }
            return List.copyOf(lines);
        });
    }

    private static void refuseReadableByOthers(Path file) throws IOException, TransferException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        permissions.remove(PosixFilePermission.OWNER_READ);
        permissions.remove(PosixFilePermission.OWNER_WRITE);
        if (!permissions.isEmpty()) {
            throw new TransferException(
                    Reason.FILE_IO, "our key in " + file + " can be used by others; run: chmod 600 " + file);
        }
    }

    private static Pair parse(List<String> lines) throws GeneralSecurityException {
        byte[] key = section(lines, "PRIVATE KEY");
        byte[] certificate = section(lines, "CERTIFICATE");
        return new Pair(KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key)), (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate)));
    }

    private static byte[] section(List<String> lines, String name) {
        int begin = lines.indexOf("-----BEGIN " + name + "-----");
        int end = lines.indexOf("-----END " + name + "-----");
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("there is no " + name + " in it");
        }
        return Base64.getMimeDecoder()
                .decode(String.join("", lines.subList(begin + 1, end)).getBytes(StandardCharsets.US_ASCII));
    }
}
