package org.sluice.core.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.stream.IntStream;
import org.sluice.chunk.Hash;
import org.sluice.core.session.Action;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.Found;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.Placed;
import org.sluice.core.session.Placed.Verdict;
import org.sluice.core.session.ProtocolException;
import org.sluice.core.session.Receiver;
import org.sluice.core.session.Sender;
import org.sluice.core.session.SourceFile;
import org.sluice.io.Entry;
import org.sluice.io.EntryKind;
import org.sluice.io.FileId;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.io.fallback.NioBackend;

/** Any messages, one after another, to either half of a session that does what the half asks for. See {@code itest/fuzz}. */
public final class SessionFuzz {

    private static final Metadata METADATA = new Metadata(0644, 0, 0, Instant.EPOCH);
    private static final long LARGE = 9L << 20;
    private static final int FILES = 3;
    private static final Root ROOT = root();

    private SessionFuzz() {}

    /** The first byte says which half; then frames, each with its length in two bytes. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data, 1, data.length - 1);
        try {
            if (data[0] % 2 == 0) {
                receive(bytes, data[0]);
            } else {
                send(bytes);
            }
        } catch (ProtocolException refused) {
            // As it may be.
        }
    }

    private static Optional<Message> next(ByteBuffer bytes) throws ProtocolException {
        while (bytes.remaining() >= 4) {
            int length = Math.min(bytes.getShort() & 0xffff, bytes.remaining() - 2);
            int type = bytes.getShort() & 0xffff;
            ByteBuffer body = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            Optional<Message> message = MessageCodec.decode(type, body);
            if (message.isPresent()) {
                return message;
            }
        }
        return Optional.empty();
    }

    private static void receive(ByteBuffer bytes, int seed) throws ProtocolException {
        Receiver receiver = new Receiver("any", Chunking.USUAL, 2);
        Verdict[] verdicts = Verdict.values();
        for (Optional<Message> message = next(bytes); message.isPresent(); message = next(bytes)) {
            Queue<Action> actions = new ArrayDeque<>(receiver.on(message.get()));
            while (!actions.isEmpty()) {
                switch (actions.remove()) {
                    case Action.Place place ->
                        actions.addAll(receiver.placed(place.entries().stream()
                                .map(entry -> Placed.as(entry, verdict(entry, verdicts, seed)))
                                .toList()));
                    case Action.Fill fill -> {
                        int count = fill.hashes().size();
                        List<Integer> missing = IntStream.range(fill.first(), fill.first() + count)
                                .filter(number -> number % 2 == 0)
                                .boxed()
                                .toList();
                        actions.addAll(receiver.filled(fill.id(), count, missing, count - missing.size()));
                    }
                    case Action.Abandon abandon -> actions.addAll(receiver.givenUp(abandon.id()));
                    case Action.Settle settle -> actions.addAll(receiver.settled(List.of()));
                    case Action.Finish finish -> {
                        return;
                    }
                    case Action.Send send -> {
                        if (send.message() instanceof Message.RequestChunks(long id, List<Integer> numbers)) {
                            numbers.forEach(number -> actions.addAll(receiver.arrived(id, number)));
                        }
                    }
                    case Action other -> throw new IllegalStateException("a receiver asks for " + other);
                }
            }
        }
    }

    /** What the placement would find: files are wanted or there; what has a content is never made. */
    private static Verdict verdict(ManifestEntry entry, Verdict[] verdicts, int seed) {
        Verdict verdict = verdicts[Math.floorMod(entry.id() + (seed >> 1), verdicts.length)];
        boolean file = entry.kind() == EntryKind.FILE;
        return switch (verdict) {
            case WANTED, WANTED_IN_PART -> file ? verdict : Verdict.MADE;
            case MADE -> file ? Verdict.UNCHANGED : verdict;
            case UNCHANGED, FAILED -> verdict;
        };
    }

    private static void send(ByteBuffer bytes) throws ProtocolException {
        Sender sender = new Sender();
        List<Found> found = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            RelPath path = RelPath.parse("file" + i);
            Entry entry = new Entry(path, EntryKind.FILE, LARGE, METADATA, new FileId(1, i), 1);
            found.add(new Found(path, ROOT, entry, new byte[0]));
        }
        sender.found(found);
        for (Optional<Message> message = next(bytes); message.isPresent(); message = next(bytes)) {
            for (Action action : sender.on(message.get())) {
                if (action instanceof Action.HashChunks wanted) {
                    for (SourceFile file : wanted.files()) {
                        sender.hashed(file.id(), 0, List.of(new Hash(1, 2, 3, 4), new Hash(5, 6, 7, 8)));
                    }
                }
            }
        }
    }

    private static Root root() {
        try {
            return new NioBackend().root(Path.of(System.getProperty("java.io.tmpdir")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
