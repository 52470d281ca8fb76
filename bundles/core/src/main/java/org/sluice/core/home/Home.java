package org.sluice.core.home;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The folder of all state: the framework property {@code sluice.home}, else the environment's {@code SLUICE_HOME}, else
 * the platform's per-user state folder. Made when first needed, for its owner only.
 */
@Component(service = Home.class)
public final class Home {

    /** Changes a small file's lines. */
    interface Edit<T> {
        T apply(List<String> lines) throws IOException;
    }

    /** A file lock keeps other processes out, but a second one in the same process is an error. */
    private static final ReentrantLock EDITING = new ReentrantLock();

    private final Path folder;

    /** The home of this framework. */
    @Activate
    public Home(BundleContext context) {
        this(locate(
                Optional.ofNullable(context.getProperty("sluice.home")),
                System.getenv(),
                System.getProperty("os.name", ""),
                Path.of(System.getProperty("user.home", "."))));
    }

    Home(Path folder) {
        this.folder = folder;
    }

    static Path locate(Optional<String> property, Map<String, String> environment, String os, Path user) {
        Optional<String> said = property.or(() -> environment(environment, "SLUICE_HOME"));
        return said.map(Path::of).orElseGet(() -> platform(environment, os.toLowerCase(Locale.ROOT), user));
    }

    private static Path platform(Map<String, String> environment, String os, Path user) {
        if (os.startsWith("mac")) {
            return user.resolve("Library/Application Support/sluice");
        }
        if (os.startsWith("windows")) {
            return environment(environment, "LOCALAPPDATA")
                    .map(Path::of)
                    .orElse(user.resolve("AppData/Local"))
                    .resolve("sluice");
        }
        return environment(environment, "XDG_STATE_HOME")
                .map(Path::of)
                .orElse(user.resolve(".local/state"))
                .resolve("sluice");
    }

    private static Optional<String> environment(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Where it is; it need not exist yet. */
    public Path folder() {
        return folder;
    }

    /** A file in it. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** The lines of a small file; none when it does not exist. */
    List<String> read(String name) throws IOException {
        try {
            return Files.readAllLines(file(name));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /**
     * Changes a small file while no other process does: {@code edit} gets its lines, changes them, and they replace the
     * file as a whole, readable by its owner only.
     */
    <T> T edit(String name, Edit<T> edit) throws IOException {
        make();
        EDITING.lock();
        try {
            return editAlone(name, edit);
        } finally {
            EDITING.unlock();
        }
    }

    private <T> T editAlone(String name, Edit<T> edit) throws IOException {
        try (FileChannel lock = FileChannel.open(file(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = lock.lock()) {
            if (!held.isValid()) {
                throw new IOException("the lock of " + folder + " was lost");
            }
            List<String> before = read(name);
            List<String> lines = new ArrayList<>(before);
            T result = edit.apply(lines);
            if (!before.equals(lines)) {
                replace(name, lines);
            }
            return result;
        }
    }

    private void make() throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Files.createDirectories(folder);
        restrict(folder, "rwx------");
    }

    private void replace(String name, List<String> lines) throws IOException {
        Path fresh = Files.createTempFile(folder, "." + name, ".new");
        restrict(fresh, "rw-------");
        byte[] content =
                lines.isEmpty() ? new byte[0] : (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        Files.write(fresh, content, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.SYNC);
        Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }
}
