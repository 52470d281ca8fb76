package org.sluice.itest.plain;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A directory as entries of version 1. */
final class PlainFolder {

    static final int FILE = 1;
    static final int DIRECTORY = 2;
    static final int SYMLINK = 3;

    private static final int VANISHED = 2;
    private static final int MODE = 07777;

    private PlainFolder() {}

    /** The entry that lies at a path, by a name, which is empty where it is that which was asked for. */
    static Proto entry(Path path, String name) throws IOException {
        Map<String, Object> all =
                Files.readAttributes(path, "unix:mode,uid,gid,size,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        Instant modified = ((FileTime) all.get("lastModifiedTime")).toInstant();
        boolean link = Files.isSymbolicLink(path);
        boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
        Proto entry = new Proto()
                .with(2, name)
                .with(3, link ? SYMLINK : directory ? DIRECTORY : FILE)
                .with(4, link || directory ? 0 : (Long) all.get("size"))
                .with(5, (Integer) all.get("mode") & MODE)
                .with(6, (Integer) all.get("uid") + 1L)
                .with(7, (Integer) all.get("gid") + 1L)
                .with(8, Proto.zigzag(modified.getEpochSecond()))
                .with(9, modified.getNano());
        return link ? entry.with(10, Files.readSymbolicLink(path).toString()) : entry;
    }

    /** The answer to a request for what lies at a path. */
    static Proto listing(long number, Path path) throws IOException {
        Proto listing = new Proto().with(1, number).with(3, 1);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return listing.with(4, VANISHED).with(5, "is not there");
        }
        listing.with(2, entry(path, ""));
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> children = Files.list(path)) {
                for (Path child : children.sorted().toList()) {
                    listing.with(2, entry(child, child.getFileName().toString()));
                }
            }
        }
        return listing;
    }

    /** The answer to a request for a part of a file. */
    static Proto part(long number, Path path, long offset, int length) throws IOException {
        Proto response = new Proto().with(1, number);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return response.with(6, VANISHED).with(7, "is no file");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            byte[] content = new byte[Math.clamp(file.length() - offset, 0, length)];
            file.seek(offset);
            file.readFully(content);
            Instant modified = Files.getLastModifiedTime(path).toInstant();
            return response.with(2, content)
                    .with(3, file.length())
                    .with(4, Proto.zigzag(modified.getEpochSecond()))
                    .with(5, modified.getNano());
        }
    }

    /** Gives what was made the mode and the time of an entry. */
    static void apply(Path path, Proto entry) throws IOException {
        FileTime time = FileTime.from(Instant.ofEpochSecond(entry.signed(8), entry.number(9)));
        if (entry.number(3) != SYMLINK) {
            Files.setAttribute(path, "unix:mode", (int) entry.number(5));
        }
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(time, null, null);
    }

    /** Splits a path that came; it must stay below the folder. */
    static Path below(Path folder, String path) throws IOException {
        List<String> parts = new ArrayList<>(List.of(path.split("/")));
        if (parts.contains("..") || path.startsWith("/")) {
            throw new IOException("the path " + path + " leads out");
        }
        return path.isEmpty() ? folder : folder.resolve(path);
    }
}
