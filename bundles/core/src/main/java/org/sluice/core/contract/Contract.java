package org.sluice.core.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.core.scan.Start;
import org.sluice.io.Entry;
import org.sluice.io.IoFeature;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.Volume;
import org.sluice.transfer.Problem;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;

/** What is agreed on before the first byte: what shall be kept, what the destination holds of it, and what of the rest. */
public final class Contract {

    /** They hold whatever {@code -a} asks for; attributes and lists depend on how they were made and mounted. */
    private static final Set<String> FAMILIAR = Set.of("ext4", "xfs", "btrfs", "tmpfs", "zfs", "bcachefs", "f2fs");

    private final Root destination;
    private final Capabilities capabilities;
    private final Terms terms;
    private final Optional<Sidecar> sidecar;

    private Contract(Root destination, Capabilities capabilities, Terms terms, Optional<Sidecar> sidecar) {
        this.destination = destination;
        this.capabilities = capabilities;
        this.terms = terms;
        this.sidecar = sidecar;
    }

    /**
     * Finds out what a destination holds, by trying where its file system does not say.
     *
     * @param superuser whether this process may give files away, and has attributes of its own
     * @throws TransferException when something cannot be held, and the policy is that nothing is transferred then
     */
    public static Contract with(Root destination, Set<IoFeature> features, boolean superuser, TransferOptions options)
            throws IOException, TransferException {
        Set<Trait> asked = Trait.askedFor(options, superuser);
        Capabilities capabilities = capabilities(destination, features, superuser, asked, options);
        Terms looked = new Terms(asked, capabilities, Optional.empty());
        if (looked.unheld().isEmpty()) {
            return new Contract(destination, capabilities, looked, Optional.empty());
        }
        return switch (options.unkept()) {
            case STRICT ->
                throw new TransferException(
                        Reason.REFUSED,
                        "the destination (" + capabilities.type() + ") cannot hold " + words(looked.unheld())
                                + "; nothing was transferred. Keep less, or take another policy for what cannot be kept");
            case WARN -> new Contract(destination, capabilities, looked, Optional.empty());
            case SIDECAR -> {
                Sidecar kept = Sidecar.of(destination, RelPath.ROOT).orElseGet(Sidecar::new);
                Terms terms = new Terms(asked, capabilities, Optional.of(kept));
                yield new Contract(destination, capabilities, terms, Optional.of(kept));
            }
        };
    }

    private static Capabilities capabilities(
            Root destination, Set<IoFeature> features, boolean superuser, Set<Trait> asked, TransferOptions options)
            throws IOException {
        Volume volume = destination.volume();
        boolean known = FAMILIAR.contains(volume.type())
                && !isOfWholeSeconds(destination)
                && options.unkept() == Unkept.WARN
                && !asked.contains(Trait.LISTS)
                && !asked.contains(Trait.USER_ATTRIBUTES);
        return known || options.dryRun()
                ? Capabilities.all(volume.type())
                : VolumeProbe.of(destination, features, superuser);
    }

    /** Whether it may be one that was made without room for parts of a second, as small ones of ext4 are. */
    private static boolean isOfWholeSeconds(Root destination) throws IOException {
        Optional<Entry> top = destination.find(RelPath.ROOT);
        return top.isPresent() && top.get().metadata().modified().getNano() == 0;
    }

    private static String words(Set<Trait> traits) {
        return traits.stream().map(Trait::words).collect(Collectors.joining(", "));
    }

    /**
     * A source as it is to be copied: with what a sidecar of its own has kept of it, and without what the destination cannot
     * hold. Often the same. Its root is the caller's to close, as before.
     *
     * @param name that a single entry gets at the destination
     */
    Start fit(Start start, Optional<RelPath> name) throws IOException {
        Root root = restored(start.root(), start.at());
        if (!terms.unheld().isEmpty()) {
            RelPath as = start.as().isRoot() ? RelPath.ROOT : name.orElse(start.as());
            FittedRoot fitted = new FittedRoot(root, terms, new Mapping(RelPath.ROOT, start.at(), as));
            Optional<Entry> top = root.find(start.at());
            if (top.isPresent()) {
                fitted.note(top.get());
            }
            root = fitted;
        }
        return new Start(root, start.at(), start.as());
    }

    /** A root seen with the sidecar that what lies in it has at its own top, or that lies beside it. Often the same. */
    public static Root restored(Root root, RelPath at) throws IOException {
        boolean directory = root.find(at).map(Entry::isDirectory).orElse(false);
        Set<RelPath> tops = new LinkedHashSet<>();
        if (directory) {
            tops.add(at);
        }
        tops.add(at.parent());
        for (RelPath top : tops) {
            Optional<Sidecar> sidecar = Sidecar.of(root, top);
            if (sidecar.isPresent()) {
                return new RestoredRoot(root, sidecar.get(), new Mapping(RelPath.ROOT, top, RelPath.ROOT));
            }
        }
        return root;
    }

    /** As {@link #fit(Start, Optional)}, of each. */
    public List<Start> fit(List<Start> starts, Optional<RelPath> name) throws IOException {
        List<Start> fitted = new ArrayList<>();
        for (Start start : starts) {
            fitted.add(fit(start, name));
        }
        return fitted;
    }

    /** Each kind of thing that was lost, once. */
    public List<Problem> losses() {
        List<Problem> losses = new ArrayList<>();
        String kept = sidecar.isPresent() ? " are kept in .sluice-metadata" : " are lost";
        for (Trait trait : terms.unheld()) {
            if (terms.lost(trait) > 0) {
                losses.add(new Problem(
                        Severity.LOST,
                        ".",
                        trait.words() + " of " + terms.lost(trait) + " entries" + kept + ": the destination ("
                                + capabilities.type() + ") cannot hold them"));
            }
        }
        return losses;
    }

    /**
     * Writes what could not be held beside the data, when all else is done.
     *
     * @param mirrored whether the destination has all that the source has, and nothing else
     */
    public void settle(boolean mirrored) throws IOException {
        if (sidecar.isPresent()) {
            sidecar.get().forget(destination, mirrored);
            sidecar.get().store(destination);
        }
    }
}
