package org.sluice.deploy;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sluice.deploy.Found.Whole;

/** What lies in the folder, by file name, and what runs, by symbolic name. */
final class Stock {

    private final SortedMap<String, Entry> entries = new TreeMap<>();
    private final SortedMap<String, Deployed> deployed = new ConcurrentSkipListMap<>();
    private TrustList trust = TrustList.NOT_ASKED;

    SortedMap<String, Entry> entries() {
        return entries;
    }

    SortedMap<String, Deployed> deployed() {
        return deployed;
    }

    TrustList trust() {
        return trust;
    }

    void trust(TrustList now) {
        trust = now;
    }

    Optional<Deployed> running(String name) {
        return Optional.ofNullable(deployed.get(name));
    }

    Collection<String> names() {
        Collection<String> names = new TreeSet<>(deployed.keySet());
        entries.values().forEach(entry -> entry.whole().ifPresent(jar -> names.add(jar.name())));
        return names;
    }

    /** The highest version first; of two alike the one that runs. */
    List<Entry> candidates(String name, Optional<Deployed> current) {
        return entries.values().stream()
                .filter(entry ->
                        entry.whole().filter(jar -> jar.name().equals(name)).isPresent())
                .sorted(Comparator.comparing(
                                (Entry entry) -> entry.whole().orElseThrow().version())
                        .reversed()
                        .thenComparing(entry -> !runs(entry.whole().orElseThrow(), current)))
                .toList();
    }

    /** The highest version that lies there. */
    Optional<Whole> highest(String name) {
        return candidates(name, Optional.empty()).stream().findFirst().flatMap(Entry::whole);
    }

    static boolean runs(Whole jar, Optional<Deployed> current) {
        return current.flatMap(Deployed::content).map(Whole::digest).equals(Optional.of(jar.digest()));
    }

    /** Whether the jar of what runs is still there, be it unreadable or refused: then it has not been taken away. */
    boolean remains(Deployed current, String name) {
        return Optional.ofNullable(entries.get(current.file()))
                .filter(entry ->
                        entry.whole().map(jar -> jar.name().equals(name)).orElse(true))
                .isPresent();
    }

    /** The jars of this symbolic name, or the one of this file name; and what it runs from, be it unreadable by now. */
    List<String> files(String name) {
        Optional<String> current = running(name).map(Deployed::file);
        return entries.values().stream()
                .filter(entry ->
                        entry.whole().map(Whole::name).orElse(entry.file()).equals(name)
                                || Optional.of(entry.file()).equals(current))
                .map(Entry::file)
                .toList();
    }

    boolean has(String name) {
        return deployed.containsKey(name) || !files(name).isEmpty();
    }

    /** Whether something may soon be otherwise without anybody touching the folder. */
    boolean isRestless() {
        return entries.values().stream().anyMatch(Entry::isRestless)
                || deployed.values().stream().anyMatch(Deployed::isBusy);
    }

    /** Asks plugins that hang to end. */
    void interrupt() {
        deployed.values().forEach(Deployed::interrupt);
    }

    /** The copies that must stay. */
    Set<Path> used() {
        Set<Path> used = new HashSet<>();
        entries.values().forEach(entry -> entry.whole().ifPresent(jar -> used.add(jar.copy())));
        deployed.values().forEach(plugin -> plugin.copies().forEach(used::add));
        return used;
    }
}
