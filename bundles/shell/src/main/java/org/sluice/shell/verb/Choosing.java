package org.sluice.shell.verb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.shell.text.Console;
import org.sluice.transfer.Filter;
import org.sluice.transfer.Filter.Kind;
import org.sluice.transfer.Selection;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import picocli.CommandLine.Option;

/** Options about which entries take part; rules count in the order they are given. */
final class Choosing {

    /** A rule, or a file of patterns, in its place. */
    private record Said(Kind kind, boolean file, String text) {}

    private final List<Said> rules = new ArrayList<>();
    private final Given given = new Given();
    private Optional<String> filesFrom = Optional.empty();
    private boolean zeroEnded;
    private boolean oneFileSystem;
    private boolean cvs;

    Given given() {
        return given;
    }

    /** Whether names come from a file. */
    boolean hasNames() {
        return filesFrom.isPresent();
    }

    /** Reads the files that were named. */
    Selection selection(Optional<Boolean> recursive, Console console) throws IOException, TransferException {
        List<Filter> filters = new ArrayList<>();
        for (Said said : rules) {
            if (said.file()) {
                lines(said.text(), console).forEach(line -> filters.add(new Filter(said.kind(), line)));
            } else {
                filters.add(new Filter(said.kind(), said.text()));
            }
        }
        if (cvs) {
            filters.add(new Filter(Kind.RULE, ":C"));
            filters.add(new Filter(Kind.RULE, "-C"));
        }
        Selection selection = Selection.ALL
                .withFilters(filters, console.directory().toAbsolutePath(), zeroEnded)
                .withOneFileSystem(oneFileSystem);
        if (filesFrom.isPresent()) {
            return selection.withFilesFrom(lines(filesFrom.get(), console)).withRecursive(recursive.orElse(false));
        }
        if (!recursive.orElse(true)) {
            throw new IllegalArgumentException("--no-recursive goes with --files-from");
        }
        return selection;
    }

    /** Lines that are neither empty nor a comment. */
    private List<byte[]> lines(String file, Console console) throws IOException, TransferException {
        List<byte[]> lines = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] content = read(file, console);
        for (int i = 0; i <= content.length; i++) {
            boolean ends =
                    i == content.length || (zeroEnded ? content[i] == 0 : content[i] == '\n' || content[i] == '\r');
            if (!ends) {
                line.write(content[i]);
                continue;
            }
            byte[] read = line.toByteArray();
            if (read.length > 0 && read[0] != '#' && read[0] != ';') {
                lines.add(read);
            }
            line.reset();
        }
        return lines;
    }

    private static byte[] read(String file, Console console) throws IOException, TransferException {
        try {
            return file.equals("-")
                    ? System.in.readAllBytes()
                    : Files.readAllBytes(console.directory().resolve(file));
        } catch (NoSuchFileException e) {
            throw new TransferException(Reason.FILE_IO, "there is no " + file, e);
        }
    }

    private void add(Kind kind, boolean file, List<String> said, String name) {
        if (!said.isEmpty()) {
            given.add(name);
            rules.add(new Said(kind, file, said.getLast()));
        }
    }

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "RULE",
            description =
                    "Add one of rsync's filter rules: \"- *.o\", \"+ /src/\", \"P keep\", \". FILE\", \": NAME\", ...")
    void filter(List<String> said) {
        add(Kind.RULE, false, said, "--filter");
    }

    @Option(
            names = "--exclude",
            paramLabel = "PATTERN",
            description = "Leave out what matches, and protect it from --delete.")
    void exclude(List<String> said) {
        add(Kind.EXCLUDE, false, said, "--exclude");
    }

    @Option(names = "--include", paramLabel = "PATTERN", description = "Do not leave out what matches.")
    void include(List<String> said) {
        add(Kind.INCLUDE, false, said, "--include");
    }

    @Option(names = "--exclude-from", paramLabel = "FILE", description = "As --exclude, with each line of FILE.")
    void excludeFrom(List<String> said) {
        add(Kind.EXCLUDE, true, said, "--exclude-from");
    }

    @Option(names = "--include-from", paramLabel = "FILE", description = "As --include, with each line of FILE.")
    void includeFrom(List<String> said) {
        add(Kind.INCLUDE, true, said, "--include-from");
    }

    @Option(names = "-F", description = "Obey files .rsync-filter in the source and above; twice, also leave them out.")
    void perDirectory(boolean[] said) {
        given.add("-F");
        rules.add(new Said(Kind.RULE, false, said.length == 1 ? ": /.rsync-filter" : "- .rsync-filter"));
    }

    @Option(
            names = {"-C", "--cvs-exclude"},
            description = "Leave out what CVS does.")
    void cvs(boolean[] said) {
        given.add("--cvs-exclude");
        cvs = true;
    }

    @Option(
            names = "--files-from",
            paramLabel = "FILE",
            description = "Only the names in FILE (- for standard input), relative to the one source.")
    void filesFrom(String[] said) {
        given.add("--files-from");
        filesFrom = Optional.of(said[said.length - 1]);
    }

    @Option(
            names = {"-0", "--from0"},
            description = "Lines of all such files end with a NUL.")
    void fromZero(boolean[] said) {
        given.add("--from0");
        zeroEnded = true;
    }

    @Option(
            names = {"-x", "--one-file-system"},
            description = "Do not descend into other file systems.")
    void oneFileSystem(boolean[] said) {
        given.add("-x");
        oneFileSystem = true;
    }
}
