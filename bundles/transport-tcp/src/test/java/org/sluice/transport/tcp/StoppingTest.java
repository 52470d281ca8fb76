package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sluice.tck.SelfSigned;
import org.sluice.transport.Connection;
import org.sluice.transport.Credentials;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;

class StoppingTest {

    private static final SelfSigned SOMEBODY = SelfSigned.named("somebody");
    private static final Credentials CREDENTIALS =
            new Credentials(SOMEBODY.certificate(), SOMEBODY.key(), anybody -> true);

    @ParameterizedTest
    @EnumSource
    void stopping_closes_every_socket_before_its_loop_is_gone(SocketKind kind) throws IOException {
        assumeTrue(kind.absence() == null, "not here");
        TcpTransport transport = new TcpTransport(() -> kind, Tls::best, false);
        Listener listener = transport.listen(new Endpoint("127.0.0.1", 0), CREDENTIALS);
        Connection near = transport.connect(listener.local(), CREDENTIALS);
        Connection far = listener.accept();
        List<Channel> sockets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sockets.add(((TcpStream) near.open()).channel());
            sockets.add(((TcpStream) far.accept()).channel());
        }
        assertTrue(sockets.stream().allMatch(Channel::isRegistered));

        transport.stop();

        assertTrue(sockets.stream().noneMatch(Channel::isOpen));
        assertTrue(sockets.stream().noneMatch(Channel::isRegistered));
        assertThrows(ClosedChannelException.class, near::open);
        assertThrows(ClosedChannelException.class, listener::accept);
        assertThrows(IOException.class, () -> transport.connect(listener.local(), CREDENTIALS));
    }
}
