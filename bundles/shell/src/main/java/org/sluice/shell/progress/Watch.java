package org.sluice.shell.progress;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sluice.shell.text.Console;
import org.sluice.transfer.TransferStatus;

/** Shows how far a transfer is, from now until it is closed. */
public final class Watch implements AutoCloseable {

    private final Supplier<TransferStatus> status;
    private final View view;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private Watch(Supplier<TransferStatus> status, View view) {
        this.status = status;
        this.view = view;
        this.thread = Thread.ofVirtual().name("progress").start(this::run);
    }

    /** For people: a block when they watch, lines otherwise. */
    public static Watch forPeople(Supplier<TransferStatus> status, Console console) {
        return new Watch(status, console.terminal() ? new TerminalView(console) : new LineView(console));
    }

    /** For scripts. */
    public static Watch forScripts(Supplier<TransferStatus> status, Console console) {
        return new Watch(status, new EventView(console));
    }

    /** Says a line that stays, above what is drawn. */
    public void note(String line) {
        view.note(line);
    }

    private void run() {
        Meter meter = new Meter();
        try {
            while (!closed.await(view.interval().toMillis(), TimeUnit.MILLISECONDS)) {
                TransferStatus now = status.get();
                view.show(now, meter.rate(System.nanoTime(), now.bytesDone()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        view.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
