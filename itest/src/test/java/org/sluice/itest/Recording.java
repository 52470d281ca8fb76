package org.sluice.itest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.sluice.itest.plain.Identity;
import org.sluice.itest.plain.Tap;

/**
 * Records sessions of a version that was frozen, for core's tests to replay: {@code Recording FOLDER TRANSCRIPTS}, where FOLDER is
 * the version's, unpacked. See itest/record.
 */
final class Recording {

    private static final FileTime TIME = FileTime.from(Instant.ofEpochSecond(1_700_000_000, 123_456_789));
    private static final int LARGE = 300_000;
    private static final int CHANGED = 70_000;

    private final Path program;
    private final Path folder;
    private final Path transcripts;

    private Recording(Path program, Path folder, Path transcripts) {
        this.program = program;
        this.folder = folder;
        this.transcripts = transcripts;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sluice-recording");
        new Recording(
                        Path.of(arguments[0]).resolve("bin/sluice"),
                        folder,
                        Files.createDirectories(Path.of(arguments[1])))
                .record();
    }

    private Sluice sluice(String name) {
        return new Sluice(folder.resolve(name), program)
                .with("SLUICE_FORCE_TCP", "true")
                .with("SLUICE_LANES", "1")
                .with("SLUICE_BULK_CHUNK_SIZE", "64KB")
                .with("SLUICE_RECONNECT_SECONDS", "60");
    }

    private Path file(Path at, int size, int changed) throws IOException {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (i / 1000 + (i == CHANGED ? changed : 0));
        }
        Files.createDirectories(at.getParent());
        Files.write(at, content);
        Files.setLastModifiedTime(at, TIME);
        return at;
    }

    private void record() throws Exception {
        Path share = Files.createDirectories(folder.resolve("share"));
        Identity tap = Identity.make(folder.resolve("tap"));
        Sluice client = sluice("client");
        client.run("peer", "trust", tap.fingerprint());
        String small = file(folder.resolve("small"), 3000, 0).toString();
        Path large = file(folder.resolve("large"), LARGE, 0);
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("small"));
        file(share.resolve("d/e/file"), LARGE, 0);
        try (Sluice.Served server = sluice("server").serve("--share", "in=" + share, "--trust", tap.fingerprint())) {
            int port =
                    Integer.parseInt(server.address().substring(server.address().lastIndexOf(':') + 1));
            record(tap, port, "push", client, List.of("push", small, large.toString(), link.toString()), "in/");
            file(large, LARGE, 1);
            Files.setLastModifiedTime(large, FileTime.from(TIME.toInstant().plusSeconds(1)));
            record(tap, port, "push-changed", client, List.of("push", large.toString()), "in/");
            record(tap, port, "pull", client, List.of("pull"), "in/d");
        }
    }

    private void record(Identity identity, int port, String name, Sluice client, List<String> command, String at)
            throws Exception {
        boolean push = command.getFirst().equals("push");
        try (Tap tap = new Tap(identity, port, push)) {
            String location = "127.0.0.1:" + tap.port() + ":/" + at;
            List<String> whole = new ArrayList<>(command);
            whole.add(location);
            if (!push) {
                whole.add(Files.createDirectories(folder.resolve("back")) + "/");
            }
            Sluice.Result result = client.run(whole.toArray(String[]::new));
            if (result.code() != 0) {
                throw new IOException(result.toString());
            }
            try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(transcripts.resolve(name + ".gz")))) {
                for (String line : tap.lines()) {
                    file.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
    }
}
