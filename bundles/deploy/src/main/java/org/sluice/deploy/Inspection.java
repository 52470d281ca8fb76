package org.sluice.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.sluice.deploy.Found.Unfit;
import org.sluice.deploy.Found.Whole;
import org.sluice.plugin.Plugin.State;

/** Looks at a jar: takes a private copy, and reads all of that. */
final class Inspection {

    /** End of the central directory of a zip file (APPNOTE 4.3.16): its signature, its length, its longest comment. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    private final Copies copies;

    Inspection(Copies copies) {
        this.copies = copies;
    }

    Found look(Path file) {
        // A pipe would never be read to its end.
        if (!Files.isRegularFile(file)) {
            return new Unfit(State.FAILED, "it is no file");
        }
        try {
            Stamp before = Stamp.of(file);
            if (!endsAsZip(file)) {
                return new Unfit(State.WAITING, "it does not end as a zip file does: still being copied?");
            }
            MessageDigest digest = sha256();
            Path copy = copies.of(file, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            if (!Stamp.of(file).equals(before)) {
                return new Unfit(State.WAITING, "it changes: still being copied?");
            }
            return read(copy, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            return new Unfit(State.FAILED, "it cannot be read: " + e);
        }
    }

    /** A cheap look at what is perhaps being copied at this moment. */
    private static boolean endsAsZip(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            ByteBuffer end = ByteBuffer.allocate((int) Math.min(size, END_LENGTH + LONGEST_COMMENT))
                    .order(ByteOrder.LITTLE_ENDIAN);
            while (end.hasRemaining() && channel.read(end, size - end.capacity() + end.position()) >= 0) {
                // until it is full
            }
            for (int at = end.capacity() - END_LENGTH; at >= 0; at--) {
                int comment = end.capacity() - END_LENGTH - at;
                if (end.getInt(at) == END_SIGNATURE
                        && Short.toUnsignedInt(end.getShort(at + END_LENGTH - Short.BYTES)) == comment) {
                    return true;
                }
            }
            return false;
        }
    }

    private static Found read(Path copy, String digest) {
        try (JarFile jar = new JarFile(copy.toFile(), true)) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return new Unfit(State.FAILED, "it is no bundle: it has no manifest");
            }
            Set<String> signers = signers(jar);
            return new Whole(copy, Headers.of(manifest.getMainAttributes()), digest, signers);
        } catch (SecurityException e) {
            return new Unfit(State.FAILED, "its signature does not fit what it holds: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Unfit(State.FAILED, "it cannot be used: " + e.getMessage());
        } catch (IOException | UncheckedIOException e) {
            return new Unfit(State.WAITING, "it is no whole jar: " + e.getMessage() + "; still being copied?");
        }
    }

    /** Those who signed every entry. Reads them all: only then are they known to be whole, and their signatures checked. */
    private static Set<String> signers(JarFile jar) throws IOException {
        Set<String> names = new HashSet<>();
        Optional<Set<String>> signers = Optional.empty();
        for (JarEntry entry : (Iterable<JarEntry>) jar.entries()::asIterator) {
            if (!names.add(entry.getName())) {
                throw new IllegalArgumentException("it holds " + entry.getName() + " twice");
            }
            if (!entry.isDirectory()) {
                readWhole(jar, entry);
                if (!isOfSignature(entry.getName())) {
                    Set<String> ofEntry = signers(entry);
                    signers.ifPresent(ofEntry::retainAll);
                    signers = Optional.of(ofEntry);
                }
            }
        }
        return signers.orElse(Set.of());
    }

    private static void readWhole(JarFile jar, JarEntry entry) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(jar.getInputStream(entry), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        if (crc.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName() + " does not have its checksum");
        }
    }

    private static boolean isOfSignature(String name) {
        return name.matches("(?i)META-INF/([^/]+\\.(SF|RSA|DSA|EC)|SIG-[^/]*|MANIFEST\\.MF)");
    }

    private static Set<String> signers(JarEntry entry) {
        Set<String> signers = new HashSet<>();
        CodeSigner[] all = entry.getCodeSigners();
        for (CodeSigner signer : all == null ? List.<CodeSigner>of() : List.of(all)) {
            try {
                byte[] certificate =
                        signer.getSignerCertPath().getCertificates().getFirst().getEncoded();
                signers.add(HexFormat.of().formatHex(sha256().digest(certificate)));
            } catch (CertificateEncodingException e) {
                throw new SecurityException(e);
            }
        }
        return signers;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
