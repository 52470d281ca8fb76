package org.sluice.core;

import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sluice.core.lane.ReceiveLane;
import org.sluice.core.read.NobodyHearsException;
import org.sluice.core.read.Reads;
import org.sluice.core.read.Walk;
import org.sluice.core.session.EntryProblem;
import org.sluice.core.session.Link;
import org.sluice.core.session.Mailbox;
import org.sluice.core.session.ManifestEntry;
import org.sluice.core.session.Message;
import org.sluice.io.EntryKind;
import org.sluice.io.RelPath;

/**
 * What a receiver hears of a sender that says nothing by itself: a manifest made by listing it. What the receiver wants is
 * read, and only its score is sent.
 */
final class ReadLink implements Link, AutoCloseable {

    private final Link link;
    private final RelPath as;
    private final Reads reads;
    private final Mailbox<Message> said = new Mailbox<>();
    private final Map<Long, ManifestEntry> offered = new HashMap<>();
    private final Crew crew = new Crew("sluice-read", this::fail);
    private Optional<ReadIntake> intake = Optional.empty();
    private volatile Optional<Exception> failure = Optional.empty();

    /**
     * Of a peer that has accepted.
     *
     * @param as what the manifest calls that at which it begins
     */
    ReadLink(Link link, RelPath as) {
        this.link = link;
        this.as = as;
        this.reads = new Reads(link);
    }

    /** Brings what is wanted; with it, listing begins. */
    Intake intake(Carriage carriage, ReceiveLane.Arrival arrival) {
        ReadIntake reading = new ReadIntake(
                reads, as, carriage, arrival, problem -> said.put(new Message.Problems(List.of(problem))));
        intake = Optional.of(reading);
        crew.start("answers", this::hear);
        crew.start("walk", this::walk);
        return reading;
    }

    private void hear() throws IOException, InterruptedException {
        try {
            said.put(reads.hear());
        } catch (IOException | RuntimeException e) {
            fail(e);
        } finally {
            reads.end();
        }
    }

    private void walk() throws IOException, InterruptedException {
        try {
            said.put(new Message.ManifestEnd(isWalked()));
        } catch (NobodyHearsException ended) {
            // Whoever heard tells why.
        }
    }

    private boolean isWalked() throws IOException, InterruptedException {
        return new Walk(reads, as, new Walk.Listener() {
                    @Override
                    public void found(List<ManifestEntry> batch) throws InterruptedException {
                        said.awaitRoom();
                        offer(batch);
                        said.put(new Message.Entries(batch));
                    }

                    @Override
                    public void problem(EntryProblem problem) throws InterruptedException {
                        said.awaitRoom();
                        said.put(new Message.Problems(List.of(problem)));
                    }
                })
                .run();
    }

    private void offer(List<ManifestEntry> batch) {
        synchronized (offered) {
            for (ManifestEntry entry : batch) {
                if (entry.kind() == EntryKind.FILE) {
                    offered.put(entry.id(), entry);
                }
            }
        }
    }

    private void fail(Exception cause) {
        if (failure.isEmpty()) {
            failure = Optional.of(cause);
        }
        said.close();
    }

    @Override
    public Optional<Message> next() throws IOException, InterruptedException {
        Optional<Message> next = said.take();
        if (next.isEmpty()) {
            switch (failure.orElseGet(() -> new EOFException("the peer has left"))) {
                case IOException e -> throw e;
                case InterruptedException e -> throw e;
                case RuntimeException e -> throw e;
                case Exception e -> throw new IllegalStateException(e);
            }
        }
        return next;
    }

    @Override
    public void post(Message message) {
        switch (message) {
            case Message.Want want -> intake.orElseThrow().want(take(want.ids()));
            case Message.WantEnd end -> {
                synchronized (offered) {
                    offered.clear();
                }
            }
            case Message.Progress progress -> {}
            case Message.Done done -> link.post(done);
            case Message other -> throw new IllegalStateException("a receiver that reads does not say " + other);
        }
    }

    private List<ManifestEntry> take(List<Long> ids) {
        synchronized (offered) {
            return ids.stream()
                    .map(id -> Objects.requireNonNull(offered.remove(id)))
                    .toList();
        }
    }

    @Override
    public void awaitRoom() throws InterruptedException {
        link.awaitRoom();
    }

    @Override
    public void finish() throws InterruptedException {
        link.finish();
    }

    @Override
    public void close() {
        crew.close();
    }
}
