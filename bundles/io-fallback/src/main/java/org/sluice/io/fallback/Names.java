package org.sluice.io.fallback;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.sluice.io.RelPath;

/**
 * Paths of java.nio from bytes and back. On Unix a {@code Path} keeps bytes but makes them from text in the platform's
 * encoding; its only door for any byte is the {@code file:} URI.
 */
final class Names {

    /** Whether this platform's names are bytes. */
    static final boolean BYTES =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private static final HexFormat HEX = HexFormat.of();

    private Names() {}

    /** The path, relative; as many parts as it has there. */
    static Path path(RelPath path) throws FileSystemException {
        if (path.isRoot()) {
            return Path.of("");
        }
        Path made = path(path.bytes());
        if (made.getRoot() != null || made.getNameCount() != path.depth()) {
            throw new FileSystemException(path.toString(), null, "EINVAL: no name on this platform");
        }
        return made;
    }

    /** The target of a link, absolute or relative. */
    static Path target(byte[] target) throws FileSystemException {
        Path made = target.length == 0 ? Path.of("") : path(target);
        if (!Arrays.equals(bytes(made), target) || target.length == 0) {
            throw new FileSystemException(
                    HEX.formatHex(target), null, "EINVAL: java.nio would change this link's target");
        }
        return made;
    }

    /** The bytes of a name, or of a link's target. */
    static byte[] bytes(Path path) {
        String text = path.toString();
        if (!BYTES) {
            return text.replace('\\', '/').getBytes(StandardCharsets.UTF_8);
        }
        byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
        if (isAscii(ascii)) {
            return ascii;
        }
        byte[] absolute = decode(Path.of("/").resolve(path).toUri().getRawPath());
        int start = path.isAbsolute() ? 0 : 1;
        // Where there is a directory of that name, its URI ends in a slash that the name has not.
        boolean slash = absolute[absolute.length - 1] == '/' && !text.endsWith("/");
        return Arrays.copyOfRange(absolute, start, absolute.length - (slash ? 1 : 0));
    }

    private static Path path(byte[] bytes) throws FileSystemException {
        try {
            if (isAscii(bytes) || !BYTES) {
                return Path.of(utf8(bytes));
            }
            boolean absolute = bytes[0] == '/';
            Path path = Path.of(URI.create("file://" + (absolute ? "" : "/") + encode(bytes)));
            return absolute ? path : path.subpath(0, path.getNameCount());
        } catch (InvalidPathException | CharacterCodingException e) {
            FileSystemException refused =
                    new FileSystemException(HEX.formatHex(bytes), null, "EINVAL: no name on this platform");
            refused.initCause(e);
            throw refused;
        }
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static String encode(byte[] bytes) {
        StringBuilder uri = new StringBuilder(3 * bytes.length);
        for (byte b : bytes) {
            if (b == '/') {
                uri.append('/');
            } else {
                HEX.toHexDigits(uri.append('%'), b);
            }
        }
        return uri.toString();
    }

    private static byte[] decode(String uri) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(uri.length());
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) == '%') {
                bytes.write(HexFormat.fromHexDigits(uri, i + 1, i + 3));
                i += 2;
            } else {
                bytes.write(uri.charAt(i));
            }
        }
        return bytes.toByteArray();
    }
}
