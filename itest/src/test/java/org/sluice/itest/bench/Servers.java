package org.sluice.itest.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The servers of the others: an rsync daemon, and an SSH server whose only user has a key made for the day. */
final class Servers implements AutoCloseable {

    private final Process rsync;
    private final Process ssh;
    private final int rsyncPort = freePort();
    private final int sshPort = freePort();
    private final Path folder;

    /** @param module the directory that the daemon offers as {@code in} */
    Servers(Path folder, Path module) throws Exception {
        this.folder = Files.createDirectories(folder);
        Path daemon = Files.writeString(folder.resolve("rsyncd.conf"), """
                use chroot = no
                address = 127.0.0.1
                port = %d
                uid = root
                gid = root
                [in]
                path = %s
                read only = no
                """.formatted(rsyncPort, module));
        rsync = start("rsync", "--daemon", "--no-detach", "--config=" + daemon);
        for (String key : List.of("host", "user")) {
            Commands.run(
                    List.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            folder.resolve(key).toString()),
                    Map.of());
        }
        Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
        Path sshd = Files.writeString(folder.resolve("sshd.conf"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %s
                AuthorizedKeysFile %s
                PidFile none
                StrictModes no
                UsePAM no
                PermitRootLogin yes
                """.formatted(
                        sshPort, folder.resolve("host"), folder.resolve("authorized")));
        Files.createDirectories(Path.of("/run/sshd"));
        ssh = start("/usr/sbin/sshd", "-D", "-e", "-f", sshd.toString());
        awaitListening(rsyncPort);
        awaitListening(sshPort);
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(Path.of(command[0]).getFileName() + ".log")
                        .toFile())
                .start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitListening(int port) throws Exception {
        for (int tries = 0; ; tries++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException notYet) {
                if (tries == 200) {
                    throw notYet;
                }
                Thread.sleep(50);
            }
        }
    }

    /** rsync to the daemon, in clear. */
    Contestant toDaemon(Path source) {
        return Commands.contestant(
                "rsync -aW to a daemon, in clear",
                List.of("rsync", "-aW", source + "/", "rsync://127.0.0.1:" + rsyncPort + "/in/"),
                Map.of(),
                () -> Cpu.children(rsync.pid()));
    }

    /** rsync over SSH with its fastest cipher. */
    Contestant overSsh(Path source, Path destination) {
        String shell = "ssh -p " + sshPort + " -i " + folder.resolve("user")
                + " -c aes128-gcm@openssh.com -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR";
        return Commands.contestant(
                "rsync -aW over ssh, aes128-gcm",
                List.of("rsync", "-aW", "-e", shell, source + "/", "127.0.0.1:" + destination + "/"),
                Map.of(),
                () -> Cpu.children(ssh.pid()));
    }

    @Override
    public void close() {
        rsync.destroy();
        ssh.destroy();
    }
}
