package org.sluice.shell.verb;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** All verbs. */
public final class Verbs {

    /**
     * A verb by name.
     *
     * @param name one word, or two: {@code peer show}
     * @param type its class, which says by its annotation what it is for
     * @param make a new one, without arguments yet
     */
    public record Known(String name, Class<? extends Verb> type, Supplier<? extends Verb> make) {

        /** How many words its name has. */
        int length() {
            return name.contains(" ") ? 2 : 1;
        }

        /** The words of its name. */
        public List<String> words() {
            return List.of(name.split(" "));
        }

        /** What it is for, in a sentence. */
        String purpose() {
            return type.getAnnotation(Command.class).description()[0];
        }
    }

    private static final List<Known> ALL = List.of(
            new Known("push", Push.class, Push::new),
            new Known("pull", Pull.class, Pull::new),
            new Known("copy", Copy.class, Copy::new),
            new Known("mirror", Mirror.class, Mirror::new),
            new Known("move", Move.class, Move::new),
            new Known("verify", Verify.class, Verify::new),
            new Known("undo", Undo.class, Undo::new),
            new Known("list", ListShare.class, ListShare::new),
            new Known("jobs", ShowJobs.class, ShowJobs::new),
            new Known("serve", Serve.class, Serve::new),
            new Known("try", Try.class, Try::new),
            new Known("peer show", PeerShow.class, PeerShow::new),
            new Known("peer list", PeerList.class, PeerList::new),
            new Known("peer trust", PeerTrust.class, PeerTrust::new),
            new Known("peer caps", PeerCaps.class, PeerCaps::new),
            new Known("peer forget", PeerForget.class, PeerForget::new),
            new Known("share add", ShareAdd.class, ShareAdd::new),
            new Known("share list", ShareList.class, ShareList::new),
            new Known("share remove", ShareRemove.class, ShareRemove::new),
            new Known("cache stats", CacheStats.class, CacheStats::new),
            new Known("cache gc", CacheCollect.class, CacheCollect::new),
            new Known("cache verify", CacheVerify.class, CacheVerify::new),
            new Known("plugin list", PluginList.class, PluginList::new),
            new Known("plugin install", PluginInstall.class, PluginInstall::new),
            new Known("plugin update", PluginUpdate.class, PluginUpdate::new),
            new Known("plugin remove", PluginRemove.class, PluginRemove::new),
            new Known("transports prefer", TransportsPrefer.class, TransportsPrefer::new),
            new Known("transports", Transports.class, Transports::new),
            new Known("backends", Backends.class, Backends::new),
            new Known("compressors", Compressors.class, Compressors::new),
            new Known("providers", Providers.class, Providers::new),
            new Known("plugin check", PluginCheck.class, PluginCheck::new),
            new Known("help", Help.class, Help::new),
            new Known("version", Version.class, Version::new));

    private Verbs() {}

    /** In the order they are shown. */
    public static List<Known> all() {
        return ALL;
    }

    /** The verb that a command line begins with. */
    static Optional<Known> find(List<String> words) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String first = switch (words.getFirst()) {
            case "-h", "--help" -> "help";
            case "-V", "--version" -> "version";
            case String word -> word;
        };
        return ALL.stream()
                .filter(known -> known.words().getFirst().equals(first))
                .filter(known -> known.length() == 1
                        || words.size() > 1 && known.words().get(1).equals(words.get(1)))
                .findFirst();
    }

    /** First words of verbs of two that are no verbs themselves. */
    public static Set<String> groups() {
        return ALL.stream()
                .filter(known -> known.length() == 2)
                .map(known -> known.words().getFirst())
                .filter(first -> ALL.stream().noneMatch(known -> known.name().equals(first)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** What may follow the first of two words; empty when there are no two. */
    static List<String> group(String first) {
        return ALL.stream()
                .filter(known -> known.length() == 2 && known.words().getFirst().equals(first))
                .map(known -> known.words().get(1))
                .toList();
    }

    /** A clause about the verb that may have been meant, or nothing. */
    static String similar(String typed) {
        return ALL.stream()
                .map(Known::name)
                .filter(name -> distance(name, typed) <= 2)
                .min(Comparator.comparingInt(name -> distance(name, typed)))
                .map(name -> " (did you mean \"" + name + "\"?)")
                .orElse("");
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
