package org.sluice.itest.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.itest.wan.Wan;

/** The servers of the others at the far side of a wide network: iperf3, and an rsync daemon. */
final class Farside implements AutoCloseable {

    private static final int RSYNC_PORT = 873;
    private static final int IPERF_PORT = 5201;

    /** What has arrived, by the receiver's clock. */
    private static final Pattern RECEIVED =
            Pattern.compile("(?s)\"sum_received\":\\s*\\{[^}]*\"bits_per_second\":\\s*([0-9.e+]+)");

    private final Wan wan;
    private final Path folder;
    private final List<Process> running = new ArrayList<>();

    /** @param module the directory that the daemon offers as {@code in} */
    Farside(Wan wan, Path folder, Path module) throws Exception {
        this.wan = wan;
        this.folder = Files.createDirectories(folder);
        Path daemon =
                Files.writeString(folder.resolve("rsyncd.conf"), """
                use chroot = no
                address = %s
                port = %d
                uid = root
                gid = root
                [in]
                path = %s
                read only = no
                """.formatted(Wan.FAR_ADDRESS, RSYNC_PORT, module));
        start("rsync", "--daemon", "--no-detach", "--config=" + daemon);
        start("iperf3", "-s");
        awaitListening(RSYNC_PORT);
        awaitListening(IPERF_PORT);
    }

    private void start(String... command) throws IOException {
        running.add(new ProcessBuilder(wan.far(command))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(command[0] + ".log").toFile())
                .start());
    }

    private void awaitListening(int port) throws Exception {
        for (int tries = 0;
                Commands.said(wan.far("ss", "-tlnH", "sport = :" + port)).isEmpty();
                tries++) {
            if (tries == 200) {
                throw new IOException("nobody listens at port " + port);
            }
            Thread.sleep(50);
        }
    }

    /** How many bits a second iperf3 brings through in so many seconds, by one socket with BBR. */
    double iperf(int seconds) throws Exception {
        String said = Commands.said(
                wan.near("iperf3", "-c", Wan.FAR_ADDRESS, "-C", "bbr", "-t", Integer.toString(seconds), "--json"));
        Matcher received = RECEIVED.matcher(said);
        if (!received.find()) {
            throw new IOException(said);
        }
        return Double.parseDouble(received.group(1));
    }

    /** Has so many sockets bring what they can the other way, with BBR. */
    void iperfBack(int seconds, int sockets) throws Exception {
        Commands.said(wan.near(
                "iperf3",
                "-c",
                Wan.FAR_ADDRESS,
                "-R",
                "-C",
                "bbr",
                "-t",
                Integer.toString(seconds),
                "-P",
                Integer.toString(sockets)));
    }

    /** rsync to the daemon, in clear. */
    List<String> rsync(Path source) {
        return wan.near("rsync", "-aW", source + "/", "rsync://" + Wan.FAR_ADDRESS + ":" + RSYNC_PORT + "/in/");
    }

    @Override
    public void close() {
        running.forEach(Process::destroy);
        running.forEach(server -> server.onExit().join());
    }
}
