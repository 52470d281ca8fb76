package org.sluice.chunks.index;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's library, unpacked once into a folder of ours: left to itself, the driver unpacks it into the temporary folder at
 * every start. Its checksum is part of its name, so that a damaged one is never loaded.
 */
final class Driver {

    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static final Logger LOG = LoggerFactory.getLogger(Driver.class);

    private Driver() {}

    /** Sees to it that the library is taken from below {@code home}; where that cannot be done, it is unpacked as ever. */
    static synchronized void prepare(Path home) {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        try {
            Path folder = home.resolve("native").resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
            Optional<Path> there = find(folder);
            Path library = there.isPresent() ? there.get() : unpack(folder);
            System.setProperty(NAME, library.getFileName().toString());
            System.setProperty(FOLDER, folder.toAbsolutePath().toString());
        } catch (IOException e) {
            LOG.debug("SQLite's library is unpacked at every start", e);
        }
    }

    /** One that is whole. */
    static Optional<Path> find(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (var files = Files.newDirectoryStream(folder, "*-" + LibraryLoaderUtil.getNativeLibName())) {
            for (Path file : files) {
                if (file.getFileName().toString().equals(name(Files.readAllBytes(file)))) {
                    return Optional.of(file);
                }
                Files.delete(file);
            }
        }
        return Optional.empty();
    }

    static Path unpack(Path folder) throws IOException {
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        byte[] content;
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new IOException("the driver has no " + resource);
            }
            content = packed.readAllBytes();
        }
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            return Files.move(fresh, folder.resolve(name(content)), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    private static String name(byte[] content) {
        CRC32C crc = new CRC32C();
        crc.update(content);
        return HexFormat.of().toHexDigits((int) crc.getValue()) + "-" + LibraryLoaderUtil.getNativeLibName();
    }
}
