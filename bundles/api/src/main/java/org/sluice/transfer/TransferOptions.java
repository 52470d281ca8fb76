package org.sluice.transfer;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a person may choose about a transfer. Nothing here makes it faster: what does is measured.
 *
 * @param trusted fingerprints of peers to trust for this transfer, besides those trusted for good
 * @param kept what is kept besides names and contents
 * @param unkept what happens when the destination cannot hold that
 * @param chown whom everything at the destination shall belong to
 * @param selection which entries take part
 * @param comparing when a file is unchanged
 * @param deleting what happens to what the source lacks
 * @param durability when what has landed is safe from a power cut
 * @param bandwidth the most content a second, in bytes; with a peer, as it travels
 * @param dryRun whether nothing is changed, and only told what would be
 */
public record TransferOptions(
        Set<String> trusted,
        Set<Kept> kept,
        Unkept unkept,
        Optional<Owner> chown,
        Selection selection,
        Comparing comparing,
        Deleting deleting,
        Durability durability,
        OptionalLong bandwidth,
        boolean dryRun) {

    /** What is used when nothing is said. */
    public static final TransferOptions DEFAULTS = new TransferOptions(
            Set.of(),
            Kept.ARCHIVE,
            Unkept.WARN,
            Optional.empty(),
            Selection.ALL,
            Comparing.DEFAULT,
            Deleting.NONE,
            Durability.BATCH,
            OptionalLong.empty(),
            false);

    public TransferOptions {
        trusted = Set.copyOf(trusted);
        kept = Set.copyOf(kept);
        Objects.requireNonNull(unkept);
        Objects.requireNonNull(chown);
        Objects.requireNonNull(selection);
        Objects.requireNonNull(comparing);
        Objects.requireNonNull(deleting);
        Objects.requireNonNull(durability);
        if (bandwidth.isPresent() && bandwidth.getAsLong() < 1) {
            throw new IllegalArgumentException(bandwidth.getAsLong() + " bytes a second");
        }
    }

    /** Whether this is kept. */
    public boolean keeps(Kept what) {
        return kept.contains(what);
    }

    /** The same, trusting these for this transfer. */
    public TransferOptions withTrusted(Set<String> other) {
        return new TransferOptions(
                other, kept, unkept, chown, selection, comparing, deleting, durability, bandwidth, dryRun);
    }

    /** The same, keeping this. */
    public TransferOptions withKept(Set<Kept> other) {
        return new TransferOptions(
                trusted, other, unkept, chown, selection, comparing, deleting, durability, bandwidth, dryRun);
    }

    /** The same with another policy for what cannot be kept. */
    public TransferOptions withUnkept(Unkept other) {
        return new TransferOptions(
                trusted, kept, other, chown, selection, comparing, deleting, durability, bandwidth, dryRun);
    }

    /** The same with another owner of everything. */
    public TransferOptions withChown(Optional<Owner> other) {
        return new TransferOptions(
                trusted, kept, unkept, other, selection, comparing, deleting, durability, bandwidth, dryRun);
    }

    /** The same of other entries. */
    public TransferOptions withSelection(Selection other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, other, comparing, deleting, durability, bandwidth, dryRun);
    }

    /** The same, comparing in another way. */
    public TransferOptions withComparing(Comparing other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, selection, other, deleting, durability, bandwidth, dryRun);
    }

    /** The same, deleting otherwise. */
    public TransferOptions withDeleting(Deleting other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, selection, comparing, other, durability, bandwidth, dryRun);
    }

    /** The same, as durable as this. */
    public TransferOptions withDurability(Durability other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, selection, comparing, deleting, other, bandwidth, dryRun);
    }

    /** The same with another bound of bytes a second. */
    public TransferOptions withBandwidth(OptionalLong other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, selection, comparing, deleting, durability, other, dryRun);
    }

    /** The same, changing nothing or in earnest. */
    public TransferOptions withDryRun(boolean other) {
        return new TransferOptions(
                trusted, kept, unkept, chown, selection, comparing, deleting, durability, bandwidth, other);
    }
}
