package org.sluice.chunks.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.chunks.Blake3Scalar;
import org.sluice.chunks.FolderKeeper;
import org.sluice.io.RelPath;

/** A process that adds files and chunks to a folder until it is told or killed, and says what it has made durable. */
final class Child implements AutoCloseable {

    static final ChunkBounds BOUNDS = new ChunkBounds(1_000_000, 1 << 30);
    static final Hasher HASHER = new Blake3Scalar();
    private static final int CHUNK = 1000;
    private static final int BATCH = 20;

    private final Process process;
    private final BufferedReader said;
    private long durable;

    private Child(Process process) {
        this.process = process;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Arguments: the folder, the first number, how many. */
    public static void main(String... arguments) throws IOException {
        long first = Long.parseLong(arguments[1]);
        long count = Long.parseLong(arguments[2]);
        try (ChunkKeeping keeping = new FolderKeeper().open(Path.of(arguments[0]), HASHER, BOUNDS)) {
            for (long number = first; number < first + count; number++) {
                keeping.index().add(file(number));
                if (number % BATCH == BATCH - 1) {
                    byte[] chunk = chunk(number);
                    keeping.store().put(HASHER.hash(MemorySegment.ofArray(chunk)), MemorySegment.ofArray(chunk));
                    keeping.index().flush();
                    System.out.println(number + 1 - first);
                }
            }
        }
    }

    static IndexedFile file(long number) {
        Random random = new Random(number);
        List<Hash> hashes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hashes.add(new Hash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
        }
        Instant changed = Instant.ofEpochSecond(1_700_000_000, 5);
        FileKey key = new FileKey(7, 1 + number, 5 * CHUNK, changed, changed);
        KnownFile known = new KnownFile(Path.of("/srv").toAbsolutePath(), RelPath.parse("file" + number), key);
        return new IndexedFile(known, changed.plusSeconds(60), new FileChunks(5 * CHUNK, CHUNK, hashes));
    }

    static byte[] chunk(long number) {
        byte[] chunk = new byte[20_000];
        new Random(number).nextBytes(chunk);
        return chunk;
    }

    static boolean hasChunk(long number) {
        return number % BATCH == BATCH - 1;
    }

    static Child start(Path folder, long first, long count) throws IOException {
        return new Child(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Long.toString(first),
                        Long.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Reads on; whether it said that so many are durable. */
    boolean reaches(long count) throws IOException {
        while (durable < count) {
            String line = said.readLine();
            if (line == null) {
                return false;
            }
            durable = Long.parseLong(line.strip());
        }
        return true;
    }

    /** Kills it; how many it said were durable. */
    long kill() throws IOException, InterruptedException {
        // By its handle: what it has said can still be read.
        process.toHandle().destroyForcibly();
        return ended();
    }

    /** Waits for its end; how many it said were durable. */
    long ended() throws IOException, InterruptedException {
        reaches(Long.MAX_VALUE);
        process.waitFor();
        return durable;
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        said.close();
    }
}
