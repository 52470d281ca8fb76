package org.sluice.core.home;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.sluice.io.Volume;

/**
 * On which file system the source of a mirror was last time: a line for each, destination, source, type and device, with
 * tabs between. The file is {@code mirrors}; it keeps the latest {@value #MOST}.
 */
@Component(service = LastSources.class)
public final class LastSources {

    private static final String FILE = "mirrors";
    private static final int MOST = 1000;

    private final Home home;

    /** Of this home. */
    @Activate
    public LastSources(@Reference Home home) {
        this.home = home;
    }

    /** Of a home in this folder. */
    public static LastSources in(Path folder) {
        return new LastSources(new Home(folder));
    }

    /** The file system it was on, when it was another one. */
    public Optional<String> differing(Path destination, Path source, Volume now) throws IOException {
        String begins = key(destination, source);
        return home.read(FILE).stream()
                .filter(line -> line.startsWith(begins))
                .map(line -> line.substring(begins.length()))
                .filter(before -> !before.equals(value(now)))
                .map(before -> before.substring(0, Math.max(0, before.indexOf('\t'))))
                .findFirst();
    }

    /** Remembers it for the next time. */
    public void remember(Path destination, Path source, Volume now) throws IOException {
        String begins = key(destination, source);
        home.edit(FILE, lines -> {
            List<String> others = new ArrayList<>(
                    lines.stream().filter(line -> !line.startsWith(begins)).toList());
            others.add(begins + value(now));
            lines.clear();
            lines.addAll(others.subList(Math.max(0, others.size() - MOST), others.size()));
            return true;
        });
    }

    private static String key(Path destination, Path source) {
        return escaped(destination) + "\t" + escaped(source) + "\t";
    }

    private static String escaped(Path path) {
        return path.toAbsolutePath()
                .normalize()
                .toString()
                .replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\n", "\\n")
                .replace("\r", "\\r");
    }

    /** File systems without a disk get their device numbers by chance. */
    private static String value(Volume volume) {
        boolean byChance = (volume.device() & 0xfff00) == 0;
        return volume.type() + "\t" + (byChance ? "" : Long.toString(volume.device()));
    }
}
