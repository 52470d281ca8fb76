package org.sluice.shell.verb;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sluice.shell.text.Sizes;
import org.sluice.transfer.Comparing;
import org.sluice.transfer.Deleting;
import org.sluice.transfer.Deleting.Backup;
import org.sluice.transfer.Durability;
import org.sluice.transfer.TransferOptions;
import picocli.CommandLine.Option;

/** Options about what is compared, deleted and made durable, and whether anything is changed at all. */
final class Changing {

    private final Given given = new Given();
    private final List<Path> linkDest = new ArrayList<>();
    private boolean checksum;
    private boolean update;
    private boolean delete;
    private boolean excluded;
    private boolean force;
    private boolean backup;
    private Optional<Path> backupDirectory = Optional.empty();
    private Optional<String> suffix = Optional.empty();
    private boolean trash;
    private String durability = "batch";
    private String bandwidth = "0";
    private Optional<Long> max = Optional.empty();
    private boolean dryRun;
    private Optional<String> never = Optional.empty();

    /** Refuses all options but these; what is never done, for the reason that it has. */
    void refuseBut(Set<String> known, String why) {
        refuseNever();
        given.refuseBut(known, why);
    }

    private void refuseNever() {
        if (never.isPresent()) {
            throw new IllegalArgumentException(never.get());
        }
    }

    boolean dryRun() {
        return dryRun;
    }

    /** The most content a second, in bytes. */
    OptionalLong bandwidth() {
        return Sizes.rate(bandwidth);
    }

    /** Deletes as the option says, or because the verb does. */
    TransferOptions apply(TransferOptions options, boolean deletes) {
        Optional<Backup> kept = backup
                ? Optional.of(new Backup(backupDirectory, suffix.orElse(backupDirectory.isPresent() ? "" : "~")))
                : Optional.empty();
        refuseNever();
        if (suffix.isPresent() && !backup) {
            throw new IllegalArgumentException("--suffix goes with --backup or --backup-dir");
        }
        OptionalLong most = max.map(OptionalLong::of).orElse(OptionalLong.empty());
        return options.withComparing(new Comparing(checksum, update, linkDest))
                .withDeleting(new Deleting(deletes || delete, excluded, most, force, kept, trash))
                .withDurability(parsed(durability))
                .withBandwidth(bandwidth())
                .withDryRun(dryRun);
    }

    private static Durability parsed(String durability) {
        return switch (durability) {
            case "batch" -> Durability.BATCH;
            case "file" -> Durability.FILE;
            case "none" -> Durability.NONE;
            default -> throw new IllegalArgumentException("--durability is batch, file or none");
        };
    }

    @Option(
            names = {"-n", "--dry-run"},
            description = "Change nothing; say what would be changed (with -i or -v).")
    void dryRun(boolean[] said) {
        given.add("-n");
        dryRun = true;
    }

    @Option(
            names = {"-c", "--checksum"},
            description = "Compare contents, not sizes and times.")
    void checksum(boolean[] said) {
        given.add("-c");
        checksum = true;
    }

    @Option(
            names = {"-u", "--update"},
            description = "Leave files alone that are newer at the destination.")
    void update(boolean[] said) {
        given.add("-u");
        update = true;
    }

    @Option(
            names = "--link-dest",
            paramLabel = "DIR",
            description =
                    "Link files that are unchanged in DIR from there; relative to the destination. May be repeated.")
    void linkDest(List<Path> said) {
        if (!said.isEmpty()) {
            given.add("--link-dest");
            linkDest.add(said.getLast());
        }
    }

    @Option(
            names = "--delete",
            description = "Delete at the destination what the source lacks (mirror does so anyway).")
    void delete(boolean[] said) {
        given.add("--delete");
        delete = true;
    }

    @Option(names = "--delete-excluded", description = "Delete there also what filters leave out.")
    void deleteExcluded(boolean[] said) {
        given.add("--delete-excluded");
        delete = true;
        excluded = true;
    }

    @Option(
            names = "--max-delete",
            paramLabel = "N",
            description = "Delete N entries at most; exit with 25 when there are more.")
    void maxDelete(Long[] said) {
        given.add("--max-delete");
        max = Optional.of(said[said.length - 1]);
    }

    @Option(
            names = "--force",
            description =
                    "Delete also when the source is empty, or another file system is mounted there than last time.")
    void force(boolean[] said) {
        given.add("--force");
        force = true;
    }

    @Option(
            names = {"-b", "--backup"},
            description = "Keep what is replaced or deleted under its name with a suffix.")
    void backup(boolean[] said) {
        given.add("--backup");
        backup = true;
    }

    @Option(names = "--backup-dir", paramLabel = "DIR", description = "Keep it in DIR; relative to the destination.")
    void backupDirectory(Path[] said) {
        given.add("--backup-dir");
        backup = true;
        backupDirectory = Optional.of(said[said.length - 1]);
    }

    @Option(
            names = "--suffix",
            paramLabel = "SUFFIX",
            description = "The suffix: ~ unless said otherwise, none with --backup-dir.")
    void suffix(String[] said) {
        given.add("--suffix");
        suffix = Optional.of(said[said.length - 1]);
    }

    @Option(names = "--trash", description = "Keep what is replaced or deleted so that \"sluice undo\" brings it back.")
    void trash(boolean[] said) {
        given.add("--trash");
        trash = true;
    }

    @Option(
            names = "--durability",
            paramLabel = "WHEN",
            description = "batch: durable when it has ended (unless said otherwise); file: each by itself; none.")
    void durability(String[] said) {
        given.add("--durability");
        durability = said[said.length - 1];
    }

    @Option(
            names = {"--inplace", "--append", "--append-verify"},
            hidden = true)
    void inPlace(boolean[] said) {
        never = Optional.of(
                "--inplace: Sluice never writes in place, so that no file is ever half there; it makes the new"
                        + " file beside and gives it the name when it is whole");
    }

    @Option(names = "--partial", hidden = true)
    void partial(boolean[] said) {
        never = Optional.of(
                "--partial: Sluice resumes by itself, and keeps no part of a file; repeat the command, and what"
                        + " has arrived is not copied again");
    }

    @Option(names = "--partial-dir", hidden = true)
    void partialDirectory(String[] said) {
        partial(new boolean[] {true});
    }

    @Option(
            names = "--bwlimit",
            paramLabel = "RATE",
            description = "Move that much content a second at most: KiB, or with a unit, 1.5m; 0 for no limit.")
    void bandwidth(String[] said) {
        given.add("--bwlimit");
        bandwidth = said[said.length - 1];
    }
}
