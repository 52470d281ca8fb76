package org.sluice.tck;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sluice.io.Entry;
import org.sluice.io.EntryVisitor;
import org.sluice.io.FileHandle;
import org.sluice.io.IoBackend;
import org.sluice.io.IoFeature;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;
import org.sluice.io.Root;

/** A root in a directory of its own, another directory outside it, and what the rules need to fill them. */
abstract class IoFixture {

    static final RelPath FILE = path("file");
    static final RelPath OTHER = path("other");
    static final RelPath DIRECTORY = path("directory");
    static final RelPath LINK = path("link");
    static final RelPath NONE = path("none");

    static final Instant TIME = Instant.ofEpochSecond(1_000_000_000);
    static final Metadata PLAIN = new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, TIME);

    @TempDir
    private Path temporary;

    Path inside;
    Path outside;
    Root root;

    /** The provider to test: the same one for every call within a test. */
    protected abstract IoBackend backend();

    @BeforeEach
    void open_the_root() throws IOException {
        inside = Files.createDirectory(temporary.resolve("inside"));
        outside = Files.createDirectory(temporary.resolve("outside"));
        root = backend().root(inside);
    }

    @AfterEach
    void close_the_root() throws IOException {
        root.close();
    }

    /** Leaves a rule out for who does not claim to keep it. */
    void claimed(IoFeature feature) {
        assumeTrue(backend().features().contains(feature), () -> backend().name() + " does not claim " + feature);
    }

    /** Leaves a rule out where the file system, or the user's rights, do not allow what it is about. */
    void allowedHere(List<Loss> losses) throws IOException {
        boolean forbidden = losses.stream().allMatch(loss -> loss.what().endsWith("EPERM"));
        assumeTrue(losses.isEmpty() || (isFamiliar() && !forbidden), () -> "this cannot be kept here: " + losses);
        assertEquals(List.of(), losses);
    }

    /** Whether this is one of the file systems that can keep everything. */
    boolean isFamiliar() throws IOException {
        return List.of("ext4", "xfs", "btrfs", "tmpfs").contains(root.volume().type());
    }

    /** What is done before a file is opened. */
    interface Before {
        void opening() throws IOException;
    }

    /** A root that this backend does not know for one of its own. */
    static Root another(Root root, Before before) {
        return (Root) Proxy.newProxyInstance(
                IoFixture.class.getClassLoader(), new Class<?>[] {Root.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("open")) {
                        before.opening();
                    }
                    try {
                        return method.invoke(root, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    static boolean isSuperuser() {
        return System.getProperty("user.name").equals("root");
    }

    static RelPath path(String text) {
        return RelPath.parse(text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static MemorySegment memory(String text) {
        return MemorySegment.ofArray(bytes(text));
    }

    static Metadata metadata(int mode) {
        return PLAIN.withMode(mode);
    }

    static Metadata metadata(Instant modified) {
        return new Metadata(0644, Metadata.UNKNOWN, Metadata.UNKNOWN, modified);
    }

    void store(RelPath path, String content) throws IOException {
        root.store(path, memory(content), PLAIN);
    }

    String content(RelPath path) throws IOException {
        return content(root, path);
    }

    static String content(Root root, RelPath path) throws IOException {
        byte[] room = new byte[1000];
        return new String(room, 0, root.load(path, MemorySegment.ofArray(room)), UTF_8);
    }

    /** The whole of an open file, for small ones. */
    static String content(FileHandle file) throws IOException {
        byte[] room = new byte[(int) file.size()];
        assertEquals(room.length, file.read(0, MemorySegment.ofArray(room)));
        return new String(room, UTF_8);
    }

    FileHandle created(RelPath path) throws IOException {
        return root.open(path, OpenMode.CREATE);
    }

    Entry entry(RelPath path) throws IOException {
        return root.find(path).orElseThrow(() -> new AssertionError("there is no " + path));
    }

    boolean exists(RelPath path) throws IOException {
        return root.find(path).isPresent();
    }

    /** The entries of a directory, which can all be looked at. */
    Map<RelPath, Entry> entries(RelPath directory) throws IOException {
        Map<RelPath, Entry> entries = new TreeMap<>();
        root.list(directory, new EntryVisitor() {
            @Override
            public void found(Entry entry) {
                assertEquals(null, entries.put(entry.path(), entry), () -> entry + " was told twice");
            }

            @Override
            public void failed(RelPath path, IOException cause) throws IOException {
                throw new IOException("looking at " + path, cause);
            }
        });
        return entries;
    }

    /** Runs a program that is on every Unix; leaves the rule out where it is not, or may not do so. */
    static void run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException notThere) {
            assumeTrue(false, command[0] + " is not there");
            return;
        }
        process.getOutputStream().close();
        boolean ended = process.waitFor(10, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assumeTrue(ended && process.exitValue() == 0, () -> List.of(command) + " failed: " + output);
    }
}
