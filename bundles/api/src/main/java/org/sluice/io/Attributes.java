package org.sluice.io;

import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An entry's extended attributes, access control lists among them, ordered by name. Immutable. */
public final class Attributes implements Iterable<Attribute> {

    /** None at all. */
    public static final Attributes NONE = new Attributes(List.of());

    private final List<Attribute> sorted;

    private Attributes(List<Attribute> sorted) {
        this.sorted = sorted;
    }

    /**
     * Those given.
     *
     * @throws IllegalArgumentException when two have the same name
     */
    public static Attributes of(Collection<Attribute> attributes) {
        if (attributes.isEmpty()) {
            return NONE;
        }
        List<Attribute> sorted = attributes.stream().sorted().toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (Arrays.equals(sorted.get(i - 1).name(), sorted.get(i).name())) {
                throw new IllegalArgumentException(sorted.get(i) + " is given twice");
            }
        }
        return new Attributes(sorted);
    }

    /** Those of these that belong to one of the aspects. */
    public Attributes of(Set<Aspect> aspects) {
        return isEmpty()
                ? NONE
                : of(sorted.stream()
                        .filter(each -> aspects.contains(each.aspect()))
                        .toList());
    }

    /** The value of the attribute of that name, newly allocated. */
    public Optional<byte[]> value(byte[] name) {
        return sorted.stream()
                .filter(each -> Arrays.equals(each.name(), name))
                .map(Attribute::value)
                .findAny();
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return sorted.isEmpty();
    }

    /** How many there are. */
    public int size() {
        return sorted.size();
    }

    @Override
    public Iterator<Attribute> iterator() {
        return sorted.iterator();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes attributes && sorted.equals(attributes.sorted);
    }

    @Override
    public int hashCode() {
        return sorted.hashCode();
    }

    /** The names, for people. */
    @Override
    public String toString() {
        return sorted.toString();
    }
}
