package org.sluice.core.select;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The plainest use of scopes: what a source sends, and what a destination deletes. */
final class Walk {

    private Walk() {}

    /** Everything that is sent; directories end with a slash. */
    static SortedSet<String> sent(Rules rules, Path source) throws IOException {
        SortedSet<String> sent = new TreeSet<>();
        send(rules.sending(source, Optional.of(files(source))), source, "", sent);
        return sent;
    }

    private static void send(Scope scope, Path directory, String prefix, SortedSet<String> sent) throws IOException {
        for (String name : names(scope, directory)) {
            Path path = directory.resolve(name);
            boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && scope.takes(bytes, isDirectory)) {
                sent.add(prefix + name + (isDirectory ? "/" : ""));
                if (isDirectory) {
                    Scope below = scope.below(bytes, files(path));
                    if (below.descends()) {
                        send(below, path, prefix + name + "/", sent);
                    }
                }
            }
        }
    }

    private static List<String> names(Scope scope, Path directory) throws IOException {
        if (scope.only().isPresent()) {
            return scope.only().get().stream()
                    .map(name -> new String(name, StandardCharsets.UTF_8))
                    .toList();
        }
        return list(directory);
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    /** Everything that is deleted at {@code destination} when {@code sent} is what there is. */
    static SortedSet<String> deleted(Rules rules, Path destination, SortedSet<String> sent) throws IOException {
        SortedSet<String> deleted = new TreeSet<>();
        if (Files.isDirectory(destination)) {
            delete(rules.receiving(destination, Optional.of(files(destination))), destination, "", sent, deleted);
        }
        return deleted;
    }

    private static void delete(
            Scope scope, Path directory, String prefix, SortedSet<String> sent, SortedSet<String> deleted)
            throws IOException {
        for (String name : list(directory)) {
            Path path = directory.resolve(name);
            boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            String as = prefix + name + (isDirectory ? "/" : "");
            if (sent.contains(as)) {
                if (isDirectory) {
                    delete(scope.below(bytes, files(path)), path, as, sent, deleted);
                }
            } else if (scope.takes(bytes, isDirectory) && (!isDirectory || empty(scope, path, as, deleted))) {
                deleted.add(as);
            }
        }
    }

    /** Empties a directory that is being deleted; whether nothing in it was protected. */
    private static boolean empty(Scope above, Path directory, String prefix, SortedSet<String> deleted)
            throws IOException {
        byte[] name = directory.getFileName().toString().getBytes(StandardCharsets.UTF_8);
        Scope scope = above.below(name, files(directory));
        boolean empty = true;
        for (String entry : list(directory)) {
            Path path = directory.resolve(entry);
            boolean isDirectory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
            String as = prefix + entry + (isDirectory ? "/" : "");
            if (scope.takes(entry.getBytes(StandardCharsets.UTF_8), isDirectory, true)
                    && (!isDirectory || empty(scope, path, as, deleted))) {
                deleted.add(as);
            } else {
                empty = false;
            }
        }
        return empty;
    }

    static RuleFiles files(Path directory) {
        return name -> {
            try {
                return Optional.of(Files.readAllBytes(directory.resolve(new String(name, StandardCharsets.UTF_8))));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        };
    }
}
