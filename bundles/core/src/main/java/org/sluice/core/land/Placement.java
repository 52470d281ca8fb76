package org.sluice.core.land;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sluice.core.lane.WorkQueue;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Placed;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.Undone;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.transfer.Problem.Severity;

/**
 * Compares entries with what is there, makes directories and links at once, and expects the contents of files that are
 * missing or differ in size or time. For one thread.
 */
public final class Placement {

    /** A directory is filled before it gets its own mode and time. */
    private record Directory(ManifestEntry entry, RelPath at, Metadata wanted, Verdict was) {}

    private final Destination destination;
    private final Root root;
    private final Staging staging;
    private final Landing landing;
    private final Consent consent;
    private final long device;
    private final List<Directory> directories = new ArrayList<>();
    private final Set<RelPath> fresh = new HashSet<>();

    /**
     * A placement at {@code destination}.
     *
     * @param setId whether set-user-id and set-group-id of files are kept
     */
    public Placement(Destination destination, Staging staging, Landing landing, boolean setId) throws IOException {
        this.destination = destination;
        this.root = destination.root();
        this.staging = staging;
        this.landing = landing;
        this.device = staging.device();
        this.consent = new Consent(staging.ownedByRoot(), setId);
    }

    /** Places one entry. */
    public Placed place(ManifestEntry entry) {
        try {
            RelPath at = destination.locate(entry.path());
            if (Staging.leadsInto(at)) {
                return new Placed(entry, Verdict.FAILED, "the name is reserved for files on their way");
            }
            Metadata wanted = consent.apply(entry.kind(), entry.metadata());
            Optional<Entry> there = fresh.contains(at.parent()) ? Optional.empty() : root.find(at);
            return switch (entry.kind()) {
                case DIRECTORY -> Placed.as(entry, placeDirectory(entry, at, wanted, there));
                case FILE -> Placed.as(entry, placeFile(entry, at, wanted, there));
                case SYMLINK -> Placed.as(entry, placeLink(entry, at, wanted, there));
                case FIFO, SOCKET, BLOCK_DEVICE, CHARACTER_DEVICE ->
                    new Placed(entry, Verdict.FAILED, "special files are not accepted");
            };
        } catch (IOException e) {
            return new Placed(entry, Verdict.FAILED, "writing: " + IoReason.of(e));
        } catch (InvalidPathException tooLong) {
            return new Placed(entry, Verdict.FAILED, "its path " + tooLong.getReason());
        }
    }

    private Verdict placeDirectory(ManifestEntry entry, RelPath at, Metadata wanted, Optional<Entry> there)
            throws IOException {
        if (there.isPresent() && there.get().isDirectory()) {
            directories.add(new Directory(entry, at, wanted, Verdict.UNCHANGED));
            return Verdict.UNCHANGED;
        }
        if (there.isPresent()) {
            root.remove(at);
        }
        if (!fresh.add(at)) {
            throw new FileAlreadyExistsException(at.toString());
        }
        if (landing.directories().contains(at.parent()) || isOnDevice(at.parent())) {
            landing.directories().make(entry, at);
        } else {
            root.createDirectory(at, Staging.MODE);
        }
        directories.add(new Directory(entry, at, wanted, Verdict.MADE));
        return Verdict.MADE;
    }

    private boolean isOnDevice(RelPath directory) throws IOException {
        Optional<Entry> found = root.find(directory);
        return found.isPresent() && found.get().id().device() == device;
    }

    private Verdict placeFile(ManifestEntry entry, RelPath at, Metadata wanted, Optional<Entry> there)
            throws IOException {
        if (there.isPresent() && there.get().isDirectory()) {
            // Only an empty directory gives way.
            root.remove(at);
        } else if (there.isPresent()
                && there.get().isFile()
                && there.get().size() == entry.size()
                && there.get().metadata().modified().equals(wanted.modified())) {
            correct(at, there.get(), wanted);
            landing.resumption().ifPresent(r -> r.partials().forget(at));
            return Verdict.UNCHANGED;
        }
        if (entry.size() > landing.chunking().longest()) {
            throw new FileSystemException(
                    at.toString(),
                    null,
                    "larger than " + Math.ceilDiv(landing.chunking().longest(), 1L << 40) + " TiB");
        }
        boolean inPart = entry.size() > WorkQueue.SMALL
                && landing.resumption()
                        .map(r -> r.mayHave(at, entry.size(), there))
                        .orElse(false)
                && landing.hasRoom(entry.id(), entry.size());
        landing.expect(new Expected(entry.id(), at, entry.size(), wanted, inPart));
        return inPart ? Verdict.WANTED_IN_PART : Verdict.WANTED;
    }

    private Verdict placeLink(ManifestEntry entry, RelPath at, Metadata wanted, Optional<Entry> there)
            throws IOException {
        if (there.isPresent()
                && there.get().kind() == EntryKind.SYMLINK
                && Arrays.equals(root.readLink(at), entry.target())) {
            correct(at, there.get(), wanted);
            return Verdict.UNCHANGED;
        }
        if (there.isEmpty()) {
            try (FreshDirectories.Place place = landing.directories().await(at)) {
                root.createSymlink(place.at(), entry.target());
                root.apply(place.at(), wanted);
            }
            return Verdict.MADE;
        }
        if (there.get().isDirectory()) {
            root.remove(at);
        }
        RelPath staged = staging.next();
        root.createSymlink(staged, entry.target());
        root.apply(staged, wanted);
        root.rename(staged, at);
        return Verdict.MADE;
    }

    private void correct(RelPath at, Entry there, Metadata wanted) throws IOException {
        if (!consent.satisfied(there.metadata(), wanted, there.kind())) {
            root.apply(at, wanted);
        }
    }

    /** Drops what there is of a file that the sender has given up. */
    public void abandon(long id) throws IOException {
        landing.abandon(id);
    }

    /**
     * Ends staging, which changes the time of the root, then gives directories their mode, owner and time, the deepest
     * first, and makes all durable. No file is on its way any more.
     *
     * @return what could not get its name, and the directories that could not be set right
     */
    public List<Undone> settle() throws IOException, InterruptedException {
        List<Undone> undone = new ArrayList<>(landing.directories().finish());
        Set<RelPath> nameless = undone.stream().map(u -> u.problem().path()).collect(Collectors.toSet());
        staging.close();
        for (Directory directory : directories.reversed()) {
            if (nameless.contains(directory.entry().path())) {
                continue;
            }
            try {
                Optional<Entry> there = root.find(directory.at());
                if (there.isPresent() && there.get().isDirectory()) {
                    correct(directory.at(), there.get(), directory.wanted());
                }
            } catch (IOException e) {
                undone.add(new Undone(
                        new EntryProblem(
                                directory.entry().id(),
                                directory.entry().path(),
                                Severity.FAILED,
                                "setting its mode, owner and time: " + IoReason.of(e)),
                        EntryKind.DIRECTORY,
                        directory.was()));
            }
        }
        root.sync();
        return undone;
    }
}
