package org.sluice.itest.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.sluice.itest.DummyBundle;
import org.sluice.itest.RunningDistribution;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.LocalPath;
import org.sluice.transfer.Transfer;
import org.sluice.transfer.TransferOptions;
import org.sluice.transfer.TransferService;

/** A plugin that comes, is replaced and goes, over and over, in a framework of this process. */
final class Arrival {

    private static final int WARM_UP = 5;
    private static final int COUNTED = 25;
    private static final long GLANCE_NANOS = 200_000;
    private static final long GIVES_UP_NANOS = 30_000_000_000L;

    /** A backend and a transport. */
    private static final int SERVICES = 2;

    private static final String NAME = "org.example.dummy";

    private final Path place;
    private final List<Double> shown = new ArrayList<>();
    private final List<Double> used = new ArrayList<>();
    private final List<Double> replaced = new ArrayList<>();
    private final List<Double> gap = new ArrayList<>();
    private final List<Double> gone = new ArrayList<>();

    Arrival(Path place) {
        this.place = place;
    }

    /** When a service of the dummy came or went. */
    private record Seen(int type, long nanos) {}

    String table() throws Exception {
        Path deploy = RunningDistribution.deploy(Files.createDirectories(place));
        Path source = Files.createDirectories(place.resolve("source"));
        Files.writeString(source.resolve("file"), "contents");
        RunningDistribution running = RunningDistribution.start(place);
        try {
            for (int round = -WARM_UP; round < COUNTED; round++) {
                round(running, deploy, source);
                if (round < 0) {
                    List.of(shown, used, replaced, gap, gone).forEach(List::clear);
                }
            }
        } finally {
            running.close();
        }
        StringBuilder table = new StringBuilder("| | times | median, ms | least to most, ms |\n|---|---|---|---|\n");
        row(table, "dropped: `Inventory` shows it", shown);
        row(table, "dropped: a copy of one file that began afterwards has gone by it", used);
        row(table, "replaced: `Inventory` shows the next version", replaced);
        row(table, "replaced: its services are not there", gap);
        row(table, "removed: `Inventory` shows it no longer", gone);
        return table.toString();
    }

    private static void row(StringBuilder table, String what, List<Double> millis) {
        table.append("| ")
                .append(what)
                .append(" | ")
                .append(new Spread(millis).columns())
                .append(" |\n");
    }

    private void round(RunningDistribution running, Path deploy, Path source) throws Exception {
        Inventory inventory = running.service(Inventory.class);
        TransferService transfers = running.service(TransferService.class);

        long dropped = drop(deploy, "1.0.0");
        shown.add(millisUntil(dropped, () -> chosen(inventory, "1.0.0")));
        if (!path(transfers, source).endsWith("io-dummy")) {
            throw new IllegalStateException("the copy has not gone by it");
        }
        used.add((System.nanoTime() - dropped) / 1e6);

        ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();
        ServiceListener listener = event -> {
            if (NAME.equals(event.getServiceReference().getBundle().getSymbolicName())) {
                seen.add(new Seen(event.getType(), System.nanoTime()));
            }
        };
        running.context().addServiceListener(listener);
        replaced.add(millisUntil(drop(deploy, "2.0.0"), () -> chosen(inventory, "2.0.0")));
        // Core may have been told before us.
        millisUntil(
                System.nanoTime(), () -> times(seen, ServiceEvent.REGISTERED).count() == SERVICES);
        long from = times(seen, ServiceEvent.UNREGISTERING).min().orElseThrow();
        long to = times(seen, ServiceEvent.REGISTERED).max().orElseThrow();
        gap.add((to - from) / 1e6);
        running.context().removeServiceListener(listener);

        Files.delete(deploy.resolve("dummy.jar"));
        gone.add(millisUntil(
                System.nanoTime(),
                () -> !inventory.providers().getFirst().bundle().startsWith(NAME)));
    }

    private static LongStream times(Collection<Seen> seen, int type) {
        return seen.stream().filter(each -> each.type() == type).mapToLong(Seen::nanos);
    }

    /** When it has its name. */
    private static long drop(Path deploy, String version) throws Exception {
        Path onItsWay = deploy.resolve(".dummy.jar");
        Files.write(onItsWay, DummyBundle.bytes(version, 500));
        long start = System.nanoTime();
        Files.move(onItsWay, deploy.resolve("dummy.jar"), StandardCopyOption.REPLACE_EXISTING);
        return start;
    }

    private static boolean chosen(Inventory inventory, String version) {
        return inventory.providers().getFirst().bundle().equals(NAME + " " + version);
    }

    private String path(TransferService transfers, Path source) throws Exception {
        Path target = Files.createDirectories(place.resolve("target"));
        try (Transfer copy = transfers.copy(
                List.of(new LocalPath(source, true)), new LocalPath(target, true), TransferOptions.DEFAULTS)) {
            return copy.await().path();
        } finally {
            Commands.empty(target);
        }
    }

    private static double millisUntil(long start, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > GIVES_UP_NANOS) {
                throw new IllegalStateException("it never came about");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
