package org.sluice.core.wire;

import com.google.protobuf.ByteString;
import java.util.List;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Message;
import org.sluice.io.RelPath;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Problem.Severity;
import org.sluice.transfer.TransferException.Reason;

/** The messages that say how it goes and how it ended, as protobuf. */
final class Outcome {

    /** Longest text for people, in characters: reasons may quote what a peer has sent. */
    private static final int MAX_TEXT = 4096;

    private Outcome() {}

    static Wire.Problems toWire(Message.Problems problems) {
        Wire.Problems.Builder wire = Wire.Problems.newBuilder();
        problems.problems().forEach(p -> wire.addProblem(toWire(p)));
        return wire.build();
    }

    static Message.Problems fromWire(Wire.Problems wire) {
        refuseMany(wire.getProblemCount());
        return new Message.Problems(
                wire.getProblemList().stream().map(Outcome::fromWire).toList());
    }

    static Wire.Want toWire(Message.Want want) {
        return Wire.Want.newBuilder().addAllId(want.ids()).build();
    }

    static Message.Want fromWire(Wire.Want wire) {
        refuseMany(wire.getIdCount());
        return new Message.Want(List.copyOf(wire.getIdList()));
    }

    private static void refuseMany(int count) {
        if (count > Message.MAX_ENTRIES) {
            throw new IllegalArgumentException(count + " entries in one message");
        }
    }

    private static long number(long count) {
        if (count < 0) {
            throw new IllegalArgumentException("a count of " + Long.toUnsignedString(count));
        }
        return count;
    }

    static Wire.Progress toWire(Message.Progress progress) {
        return Wire.Progress.newBuilder()
                .setEntries(progress.entries())
                .setUnchangedBytes(progress.unchangedBytes())
                .build();
    }

    static Message.Progress fromWire(Wire.Progress wire) {
        return new Message.Progress(number(wire.getEntries()), number(wire.getUnchangedBytes()));
    }

    static Wire.Done toWire(Message.Done done) {
        Counts counts = done.counts();
        Wire.Done.Builder wire = Wire.Done.newBuilder()
                .setFiles(counts.files())
                .setDirectories(counts.directories())
                .setLinks(counts.links())
                .setUnchanged(counts.unchanged())
                .setFailed(counts.failed())
                .setVanished(counts.vanished())
                .setSkipped(counts.skipped())
                .setBytes(counts.bytes())
                .setUnchangedBytes(counts.unchangedBytes())
                .setReusedBytes(counts.reusedBytes())
                .setBackend(done.backend());
        done.problems().forEach(p -> wire.addProblem(toWire(p)));
        return wire.build();
    }

    static Message.Done fromWire(Wire.Done wire) {
        refuseMany(wire.getProblemCount());
        return new Message.Done(
                new Counts(
                                number(wire.getFiles()),
                                number(wire.getDirectories()),
                                number(wire.getLinks()),
                                number(wire.getUnchanged()),
                                number(wire.getFailed()),
                                number(wire.getVanished()),
                                number(wire.getSkipped()),
                                number(wire.getBytes()),
                                number(wire.getUnchangedBytes()))
                        .withReused(number(wire.getReusedBytes())),
                wire.getProblemList().stream().map(Outcome::fromWire).toList(),
                wire.getBackend());
    }

    static Wire.Error toWire(Message.Failure failure) {
        return Wire.Error.newBuilder()
                .setReason(toWire(failure.reason()))
                .setMessage(shortened(failure.message()))
                .build();
    }

    static Message.Failure fromWire(Wire.Error wire) {
        return new Message.Failure(fromWire(wire.getReason()), wire.getMessage());
    }

    static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    private static Wire.Problem toWire(EntryProblem problem) {
        return Wire.Problem.newBuilder()
                .setId(problem.id())
                .setPath(ByteString.copyFrom(problem.path().bytes()))
                .setSeverity(toWire(problem.severity()))
                .setReason(shortened(problem.reason()))
                .build();
    }

    private static EntryProblem fromWire(Wire.Problem wire) {
        return new EntryProblem(
                wire.getId(),
                RelPath.parse(wire.getPath().toByteArray()),
                fromWire(wire.getSeverity()),
                wire.getReason());
    }

    static Wire.Severity toWire(Severity severity) {
        return switch (severity) {
            case FAILED -> Wire.Severity.FAILED;
            case VANISHED -> Wire.Severity.VANISHED;
            // Nothing is lost that way: a peer that loses something says so itself.
            case SKIPPED, LOST -> Wire.Severity.SKIPPED;
        };
    }

    static Severity fromWire(Wire.Severity severity) {
        return switch (severity) {
            case VANISHED -> Severity.VANISHED;
            case SKIPPED -> Severity.SKIPPED;
            case FAILED, SEVERITY_UNKNOWN, UNRECOGNIZED -> Severity.FAILED;
        };
    }

    private static Wire.Reason toWire(Reason reason) {
        return switch (reason) {
            case INCOMPATIBLE -> Wire.Reason.INCOMPATIBLE;
            case SELECTION -> Wire.Reason.SELECTION;
            case REFUSED, USAGE -> Wire.Reason.REFUSED;
            case FILE_IO -> Wire.Reason.FILE_IO;
            case PROTOCOL -> Wire.Reason.PROTOCOL;
            case CANCELLED -> Wire.Reason.CANCELLED;
            case TIMEOUT -> Wire.Reason.TIMEOUT;
            case CONNECTION, UNREACHABLE -> Wire.Reason.REASON_UNKNOWN;
        };
    }

    private static Reason fromWire(Wire.Reason reason) {
        return switch (reason) {
            case INCOMPATIBLE -> Reason.INCOMPATIBLE;
            case SELECTION -> Reason.SELECTION;
            case REFUSED -> Reason.REFUSED;
            case FILE_IO -> Reason.FILE_IO;
            case PROTOCOL -> Reason.PROTOCOL;
            case CANCELLED -> Reason.CANCELLED;
            case TIMEOUT -> Reason.TIMEOUT;
            case REASON_UNKNOWN, UNRECOGNIZED -> Reason.CONNECTION;
        };
    }
}
