package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.io.EntryKind;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;

/** Entries of the manifest as protobuf. */
final class Manifest {

    private Manifest() {}

    static Wire.Entries toWire(Message.Entries entries) {
        Wire.Entries.Builder wire = Wire.Entries.newBuilder();
        entries.entries().forEach(entry -> wire.addEntry(toWire(entry)));
        return wire.build();
    }

    static Wire.Entry toWire(ManifestEntry entry) {
        Metadata metadata = entry.metadata();
        return Wire.Entry.newBuilder()
                .setId(entry.id())
                .setPath(ByteString.copyFrom(entry.path().bytes()))
                .setKind(toWire(entry.kind()))
                .setSize(entry.size())
                .setMode(metadata.mode())
                .setUid(metadata.uid() + 1)
                .setGid(metadata.gid() + 1)
                .setModifiedSeconds(metadata.modified().getEpochSecond())
                .setModifiedNanos(metadata.modified().getNano())
                .setTarget(ByteString.copyFrom(entry.target()))
                .build();
    }

    static Message.Entries fromWire(Wire.Entries wire) {
        return new Message.Entries(fromWire(wire.getEntryList()));
    }

    static List<ManifestEntry> fromWire(List<Wire.Entry> wire) {
        if (wire.size() > Message.MAX_ENTRIES) {
            throw new IllegalArgumentException(wire.size() + " entries in one message");
        }
        List<ManifestEntry> entries = new ArrayList<>(wire.size());
        for (Wire.Entry entry : wire) {
            entries.add(fromWire(entry));
        }
        return entries;
    }

    private static ManifestEntry fromWire(Wire.Entry wire) {
        if (wire.getSize() < 0) {
            throw new IllegalArgumentException("size " + Long.toUnsignedString(wire.getSize()));
        }
        if (wire.getTarget().size() > RelPath.MAX_PATH) {
            throw new IllegalArgumentException(
                    "a link target of " + wire.getTarget().size() + " bytes");
        }
        return new ManifestEntry(
                wire.getId(),
                RelPath.parse(wire.getPath().toByteArray()),
                fromWire(wire.getKind()),
                wire.getSize(),
                new Metadata(
                        wire.getMode(),
                        wire.getUid() - 1,
                        wire.getGid() - 1,
                        time(wire.getModifiedSeconds(), wire.getModifiedNanos())),
                wire.getTarget().toByteArray());
    }

    static Instant time(long seconds, int nanos) {
        if (nanos < 0 || nanos >= 1_000_000_000) {
            throw new IllegalArgumentException(Integer.toUnsignedString(nanos) + " nanoseconds");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    private static Wire.Kind toWire(EntryKind kind) {
        return switch (kind) {
            case FILE -> Wire.Kind.FILE;
            case DIRECTORY -> Wire.Kind.DIRECTORY;
            case SYMLINK -> Wire.Kind.SYMLINK;
            case FIFO -> Wire.Kind.FIFO;
            case SOCKET -> Wire.Kind.SOCKET;
            case BLOCK_DEVICE -> Wire.Kind.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> Wire.Kind.CHARACTER_DEVICE;
        };
    }

    private static EntryKind fromWire(Wire.Kind kind) {
        return switch (kind) {
            case FILE -> EntryKind.FILE;
            case DIRECTORY -> EntryKind.DIRECTORY;
            case SYMLINK -> EntryKind.SYMLINK;
            case FIFO -> EntryKind.FIFO;
            case SOCKET -> EntryKind.SOCKET;
            case BLOCK_DEVICE -> EntryKind.BLOCK_DEVICE;
            case CHARACTER_DEVICE -> EntryKind.CHARACTER_DEVICE;
            case KIND_UNKNOWN, UNRECOGNIZED -> throw new IllegalArgumentException("an entry of unknown kind");
        };
    }
}
