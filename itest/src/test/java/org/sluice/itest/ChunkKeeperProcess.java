package org.sluice.itest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.chunk.ChunkBounds;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.ChunkKeeping;
import org.sluice.chunk.ChunkPlace;
import org.sluice.chunk.FileChunks;
import org.sluice.chunk.FileKey;
import org.sluice.chunk.Hash;
import org.sluice.chunk.Hasher;
import org.sluice.chunk.IndexedFile;
import org.sluice.chunk.KnownFile;
import org.sluice.io.RelPath;

/**
 * A process with the keeper of chunks that is shipped: one that adds files and chunks and says how many are durable, or one
 * that looks whether they are there. A process, since what lies in a file system that is cut off may take it down.
 */
final class ChunkKeeperProcess implements AutoCloseable {

    private static final int CHUNK = 1000;
    private static final int LENGTH = 50_000;

    private final Process process;
    private final BufferedReader said;

    private ChunkKeeperProcess(Process process) {
        this.process = process;
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Arguments: add or check, the folder, the first number, how many. */
    public static void main(String... arguments) throws Exception {
        Hasher hasher = (Hasher) made("org.sluice.chunks.Blake3Scalar");
        ChunkKeeper keeper = (ChunkKeeper) made("org.sluice.chunks.FolderKeeper");
        long first = Long.parseLong(arguments[2]);
        long count = Long.parseLong(arguments[3]);
        try (ChunkKeeping keeping = keeper.open(Path.of(arguments[1]), hasher, new ChunkBounds(1_000_000, 1L << 30))) {
            for (long number = first; number < first + count; number++) {
                switch (arguments[0]) {
                    case "add" -> add(keeping, hasher, number);
                    case "check" -> check(keeping, hasher, number);
                    default -> throw new IllegalArgumentException(arguments[0]);
                }
            }
            say("index damaged " + keeping.index().verify().dropped());
            say("store damaged " + keeping.store().verify().dropped());
        }
    }

    private static Object made(String type) throws ReflectiveOperationException {
        return Class.forName(type).getConstructor().newInstance();
    }

    private static void add(ChunkKeeping keeping, Hasher hasher, long number) throws IOException {
        keeping.index().add(file(number));
        MemorySegment chunk = chunk(number);
        keeping.store().put(hasher.hash(chunk), chunk);
        keeping.index().flush();
        say("durable " + number);
    }

    private static void check(ChunkKeeping keeping, Hasher hasher, long number) throws IOException {
        IndexedFile file = file(number);
        Optional<FileChunks> chunks = keeping.index().chunks(file.file().key());
        List<ChunkPlace> places = keeping.index().find(file.chunks().hashes().get(1));
        say(chunks.isEmpty() || places.isEmpty() ? "missing" : "known");
        boolean isRight = chunks.filter(known -> !known.equals(file.chunks())).isEmpty()
                && places.stream().allMatch(new ChunkPlace.InFile(file.file(), CHUNK, CHUNK)::equals);
        MemorySegment chunk = chunk(number);
        MemorySegment room = MemorySegment.ofArray(new byte[2 * LENGTH]);
        OptionalInt length = keeping.store().get(hasher.hash(chunk), room);
        say(length.isEmpty() ? "lost" : "kept");
        if (!isRight || length.isPresent() && room.asSlice(0, length.getAsInt()).mismatch(chunk) != -1) {
            say("wrong");
        }
    }

    private static void say(String what) {
        System.out.println(what);
    }

    private static IndexedFile file(long number) {
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

    private static MemorySegment chunk(long number) {
        byte[] chunk = new byte[LENGTH];
        new Random(number).nextBytes(chunk);
        return MemorySegment.ofArray(chunk);
    }

    /** One that adds. */
    static ChunkKeeperProcess adding(Path folder, long first) throws Exception {
        return start("add", folder, first, 1_000_000);
    }

    /** What one says that looks for so many, by how often it says it. */
    static List<String> check(Path folder, long first, long count) throws Exception {
        try (ChunkKeeperProcess checking = start("check", folder, first, count)) {
            List<String> said = checking.said.lines().toList();
            checking.process.waitFor();
            return said;
        }
    }

    private static ChunkKeeperProcess start(String what, Path folder, long first, long count) throws Exception {
        String jars = Distribution.bundles().stream().map(Path::toString).collect(Collectors.joining(":"));
        Path tests = Path.of(ChunkKeeperProcess.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return new ChunkKeeperProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        tests + ":" + jars,
                        ChunkKeeperProcess.class.getName(),
                        what,
                        folder.toString(),
                        Long.toString(first),
                        Long.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectErrorStream(what.equals("check"))
                .start());
    }

    /** Waits until it says that so many more are durable. */
    boolean goesOn(int count) throws IOException {
        int durable = 0;
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            durable += line.startsWith("durable") ? 1 : 0;
            if (durable == count) {
                return true;
            }
        }
        return false;
    }

    /** Kills it; how many it said were durable besides. */
    long kill() throws Exception {
        process.toHandle().destroyForcibly();
        long more = said.lines().filter(line -> line.startsWith("durable")).count();
        process.waitFor();
        return more;
    }

    /** What is beside the index because it was damaged. */
    static List<Path> setAside(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.toString().contains("damaged")).toList();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        said.close();
    }
}
