package org.sluice.shell.verb;

import java.io.IOException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sluice.transfer.Kept;
import org.sluice.transfer.Owner;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.Unkept;
import picocli.CommandLine.Option;

/** Options about what is kept besides names and contents; the last word counts. */
final class Keeping {

    private final Set<Kept> kept = EnumSet.copyOf(Kept.ARCHIVE);
    private final Given given = new Given();
    private Unkept unkept = Unkept.WARN;
    private Optional<String> chown = Optional.empty();
    private Optional<Boolean> recursive = Optional.empty();

    /** What of this was given that {@code -a} does not say. */
    Given given() {
        return given;
    }

    /** Whether directories are descended into, where that was said. */
    Optional<Boolean> recursive() {
        return recursive;
    }

    TransferOptions apply(TransferOptions options) throws IOException, InterruptedException {
        Optional<Owner> owner = chown.isPresent() ? Optional.of(Owners.parse(chown.get())) : Optional.empty();
        return options.withKept(kept).withUnkept(unkept).withChown(owner);
    }

    private void keep(Collection<Kept> what, String name) {
        if (!Kept.ARCHIVE.containsAll(what)) {
            given.add(name);
        }
        kept.addAll(what);
    }

    private void leave(Collection<Kept> what, String name) {
        given.add(name);
        kept.removeAll(what);
    }

    @Option(
            names = {"-a", "--archive"},
            description = "Keep what -rlptgoD keep, and descend into directories; this is done anyway.")
    void archive(boolean[] said) {
        keep(Kept.ARCHIVE, "-a");
    }

    @Option(
            names = {"-r", "--recursive"},
            description = "Descend into directories; this is done anyway, but for --files-from.")
    void recursive(boolean[] said) {
        recursive = Optional.of(true);
    }

    @Option(
            names = {"--no-r", "--no-recursive"},
            description = "With --files-from: do not descend into directories.")
    void notRecursive(boolean[] said) {
        given.add("--no-recursive");
        recursive = Optional.of(false);
    }

    @Option(
            names = {"-l", "--links"},
            description = "Keep symbolic links as links; this is done anyway.")
    void links(boolean[] said) {
        keep(List.of(Kept.LINKS), "-l");
    }

    @Option(
            names = {"--no-l", "--no-links"},
            description = "Skip symbolic links.")
    void noLinks(boolean[] said) {
        leave(List.of(Kept.LINKS), "--no-links");
    }

    @Option(
            names = {"-p", "--perms"},
            description = "Keep permissions; this is done anyway.")
    void mode(boolean[] said) {
        keep(List.of(Kept.MODE), "-p");
    }

    @Option(
            names = {"--no-p", "--no-perms"},
            description = "Leave permissions as the destination gives them.")
    void noMode(boolean[] said) {
        leave(List.of(Kept.MODE), "--no-perms");
    }

    @Option(
            names = {"-t", "--times"},
            description = "Keep times of modification; this is done anyway.")
    void times(boolean[] said) {
        keep(List.of(Kept.TIMES), "-t");
    }

    @Option(
            names = {"--no-t", "--no-times"},
            description = "Leave times as they become.")
    void noTimes(boolean[] said) {
        leave(List.of(Kept.TIMES), "--no-times");
    }

    @Option(
            names = {"-g", "--group"},
            description = "Keep groups; this is done anyway.")
    void group(boolean[] said) {
        keep(List.of(Kept.GROUP), "-g");
    }

    @Option(
            names = {"--no-g", "--no-group"},
            description = "Do not keep groups.")
    void noGroup(boolean[] said) {
        leave(List.of(Kept.GROUP), "--no-group");
    }

    @Option(
            names = {"-o", "--owner"},
            description = "Keep owners; this is done anyway.")
    void owner(boolean[] said) {
        keep(List.of(Kept.OWNER), "-o");
    }

    @Option(
            names = {"--no-o", "--no-owner"},
            description = "Do not keep owners.")
    void noOwner(boolean[] said) {
        leave(List.of(Kept.OWNER), "--no-owner");
    }

    @Option(names = "-D", description = "Keep devices, FIFOs and sockets; this is done anyway.")
    void specials(boolean[] said) {
        keep(List.of(Kept.DEVICES, Kept.SPECIALS), "-D");
    }

    @Option(names = "--no-D", description = "Skip devices, FIFOs and sockets.")
    void noSpecials(boolean[] said) {
        leave(List.of(Kept.DEVICES, Kept.SPECIALS), "--no-D");
    }

    @Option(
            names = {"-H", "--hard-links"},
            description = "Keep which names are one file.")
    void hardLinks(boolean[] said) {
        keep(List.of(Kept.HARD_LINKS), "-H");
    }

    @Option(
            names = {"-A", "--acls"},
            description = "Keep access control lists.")
    void acls(boolean[] said) {
        keep(List.of(Kept.ACLS), "-A");
    }

    @Option(
            names = {"-X", "--xattrs"},
            description = "Keep extended attributes, security labels and file capabilities among them.")
    void attributes(boolean[] said) {
        keep(List.of(Kept.ATTRIBUTES), "-X");
    }

    @Option(
            names = {"-S", "--sparse"},
            description = "Keep holes of sparse files.")
    void holes(boolean[] said) {
        keep(List.of(Kept.HOLES), "-S");
    }

    @Option(
            names = {"-U", "--atimes"},
            description = "Keep times of last access.")
    void accessTimes(boolean[] said) {
        keep(List.of(Kept.ACCESS_TIMES), "-U");
    }

    @Option(names = "--numeric-ids", description = "Keep owners by number; within one machine this is done anyway.")
    void numericIds(boolean[] said) {
        given.add("--numeric-ids");
    }

    @Option(
            names = "--chown",
            paramLabel = "USER:GROUP",
            description =
                    "Let everything at the destination belong to USER and GROUP, or one of them; names or numbers.")
    void chown(String[] said) {
        given.add("--chown");
        chown = Optional.of(said[said.length - 1]);
    }

    @Option(
            names = "--strict",
            description = "Transfer nothing when the destination cannot hold all that shall be kept.")
    void strict(boolean[] said) {
        given.add("--strict");
        unkept = Unkept.STRICT;
    }

    @Option(
            names = "--sidecar",
            description =
                    "Keep what the destination cannot hold in a file beside the data; it is restored on the way back.")
    void sidecar(boolean[] said) {
        given.add("--sidecar");
        unkept = Unkept.SIDECAR;
    }
}
