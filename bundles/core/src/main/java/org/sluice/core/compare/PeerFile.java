package org.sluice.core.compare;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sluice.core.fill.Verification;
import org.sluice.core.session.Chunking;
import org.sluice.core.session.IoReason;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.core.session.Pieces;
import org.sluice.core.session.ProtocolException;
import org.sluice.io.FileHandle;
import org.sluice.io.OpenMode;
import org.sluice.io.RelPath;

/** A file of a peer whose hashes come, and are compared with what lies here, by several threads. */
final class PeerFile {

    private final Side side;
    private final RelPath path;
    private final ManifestEntry entry;
    private final List<String> ways;
    private final Findings findings;
    private final Verification verification;
    private final Chunking chunking;
    private final Pieces pieces;
    private int expected;
    private int uncompared;
    private boolean over;
    private Optional<String> content = Optional.empty();

    PeerFile(
            Side side,
            RelPath path,
            ManifestEntry entry,
            List<String> ways,
            Findings findings,
            Verification verification,
            Chunking chunking) {
        this.side = side;
        this.path = path;
        this.entry = entry;
        this.ways = ways;
        this.findings = findings;
        this.verification = verification;
        this.chunking = chunking;
        this.pieces = new Pieces(chunking.count(entry.size()));
        this.expected = chunking.count(entry.size());
        this.uncompared = expected;
    }

    RelPath path() {
        return path;
    }

    /** Hashes have come; whether these were the last. */
    boolean come(Message.ManifestResponse response) throws ProtocolException {
        pieces.come(response.id(), response.first(), response.hashes().size());
        expected -= response.hashes().size();
        return expected == 0;
    }

    /** Of some chunks no hashes come; whether nothing comes any more. */
    boolean lack(Message.Missing missing) throws ProtocolException {
        for (int number : missing.numbers()) {
            pieces.come(missing.id(), number, 1);
        }
        expected -= missing.numbers().size();
        return expected == 0;
    }

    /** Nothing more of it comes; whether nothing was said of it yet. */
    synchronized boolean giveUp() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** Compares chunks here with hashes that have come; the last one says how the file compares. */
    void compare(Message.ManifestResponse response) {
        Optional<String> difference = difference(response);
        synchronized (this) {
            content = content.or(() -> difference);
            uncompared -= response.hashes().size();
            if (uncompared > 0 || over) {
                return;
            }
            over = true;
        }
        findings.content(entry.size());
        content.ifPresent(ways::addFirst);
        findings.compared(path, ways);
    }

    private Optional<String> difference(Message.ManifestResponse response) {
        try (FileHandle file = side.root().open(side.at(path), OpenMode.READ)) {
            for (int i = 0; i < response.hashes().size(); i++) {
                int number = response.first() + i;
                int length = chunking.length(entry.size(), number);
                if (!verification.holds(
                        file, chunking.offset(number), length, response.hashes().get(i))) {
                    return Optional.of("content");
                }
            }
            return file.size() == entry.size() ? Optional.empty() : Optional.of("content");
        } catch (IOException e) {
            return Optional.of("cannot be read: " + IoReason.of(e));
        } catch (InterruptedException cancelled) {
            Thread.currentThread().interrupt();
            return Optional.of("content was not compared");
        }
    }
}
