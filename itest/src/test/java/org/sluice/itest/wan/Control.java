package org.sluice.itest.wan;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a running network hears from other terminals: {@code set SETTING VALUE} changes it, whatever is said it answers how it is. */
final class Control implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel socket;

    Control(Wan wan, String name) throws IOException {
        path = path(name);
        Files.deleteIfExists(path);
        socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        socket.bind(UnixDomainSocketAddress.of(path));
        Thread.ofPlatform().daemon().name("wan-control").start(() -> listen(wan));
    }

    private static Path path(String name) {
        return Path.of("/run/sluice-wan-" + name);
    }

    private void listen(Wan wan) {
        while (socket.isOpen()) {
            try (SocketChannel asker = socket.accept();
                    BufferedReader asked = new BufferedReader(Channels.newReader(asker, StandardCharsets.UTF_8))) {
                asker.write(StandardCharsets.UTF_8.encode(answer(wan, asked.readLine()) + "\n"));
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException e) {
                // Who asked has gone.
            }
        }
    }

    private static String answer(Wan wan, String asked) {
        String[] words = asked == null ? new String[0] : asked.split(" ");
        try {
            if (words.length == 3 && words[0].equals("set")) {
                wan.shape(wan.shape().with(words[1], words[2]));
            }
            return wan.toString();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    /** Says a line to the network of that name, and tells its answer. */
    static String ask(String name, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path(name)))) {
            channel.write(StandardCharsets.UTF_8.encode(line + "\n"));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new IOException("no network " + name + " is there: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        Files.deleteIfExists(path);
    }
}
