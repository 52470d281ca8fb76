package org.sluice.core.local;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sluice.io.Aspect;
import org.sluice.io.Attributes;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferOptions;

/** What is kept of entries beyond mode, owner and times, and what of it the destination did not take. */
final class Aspects {

    private final Set<Aspect> all = EnumSet.noneOf(Aspect.class);
    private final Set<Aspect> compared = EnumSet.noneOf(Aspect.class);
    private final Map<Loss, LongAdder> losses = new ConcurrentHashMap<>();

    Aspects(TransferOptions options) {
        if (options.keeps(Kept.ACLS)) {
            compared.add(Aspect.ACL);
        }
        if (options.keeps(Kept.ATTRIBUTES)) {
            compared.add(Aspect.ATTRIBUTES);
        }
        all.addAll(compared);
        if (options.keeps(Kept.HOLES)) {
            all.add(Aspect.HOLES);
        }
    }

    /** Those of a copy. */
    Set<Aspect> all() {
        return all;
    }

    boolean holes() {
        return all.contains(Aspect.HOLES);
    }

    /** Whether there are any that entries are compared by. */
    boolean compared() {
        return !compared.isEmpty();
    }

    /** How two entries differ in these, as {@link Difference} has it. */
    int difference(Root source, RelPath from, Root target, RelPath to) throws IOException {
        Attributes here = source.attributes(from, compared);
        Attributes there = target.attributes(to, compared);
        if (here.equals(there)) {
            return Difference.NONE;
        }
        int bits = Difference.NONE;
        for (Aspect aspect : compared) {
            Set<Aspect> one = Set.of(aspect);
            if (!here.of(one).equals(there.of(one))) {
                bits |= aspect == Aspect.ACL ? Difference.ACL : Difference.ATTRIBUTES;
            }
        }
        return bits;
    }

    /** Gives an entry another's, and this metadata. */
    void apply(Root source, RelPath from, Root target, RelPath to, Metadata wanted) throws IOException {
        lost(target.apply(to, wanted, source.attributes(from, compared), compared));
    }

    /** Those that entries are compared by. */
    Set<Aspect> exact() {
        return compared;
    }

    void lost(List<Loss> some) {
        for (Loss loss : some) {
            losses.computeIfAbsent(loss, each -> new LongAdder()).increment();
        }
    }

    /** What the destination did not take, each once, with how often. */
    List<Problem> losses() {
        return losses.entrySet().stream()
                .map(each -> new Problem(
                        Severity.LOST, ".", each.getKey().what() + ", and so lost of " + each.getValue() + " entries"))
                .toList();
    }
}
