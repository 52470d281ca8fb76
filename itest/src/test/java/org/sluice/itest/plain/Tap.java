package org.sluice.itest.plain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocket;

/**
 * Stands between two peers that both trust it, passes on what they say by TCP, and writes down what travels in the control stream and in
 * the lanes: a line for each frame, {@code C>} or {@code L>} from the initiator, {@code C<} or {@code L<} from the responder, and its bytes in
 * hexadecimal; without bytes where an end finishes.
 */
public final class Tap implements AutoCloseable {

    private static final int SEAL = 16;
    private static final int ADDRESS = Long.BYTES + 32;

    /** Said when it is time, and not since something was said. */
    private static final Set<Integer> TIMELY = Set.of(0x0009, 0x000c, 0x0011);

    private final Identity identity;
    private final int to;
    private final boolean push;
    private final ServerSocket listening;
    private final List<String> lines = new ArrayList<>();
    private final Set<Boolean> sealing = ConcurrentHashMap.newKeySet();
    private final Set<SSLSocket> sockets = ConcurrentHashMap.newKeySet();

    /**
     * Between whoever dials us and the peer at a port of this machine.
     *
     * @param push whether the contents go from the one who dials
     */
    public Tap(Identity identity, int to, boolean push) throws IOException {
        this.identity = identity;
        this.to = to;
        this.push = push;
        this.listening =
                identity.context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("tap").start(this::accept);
    }

    /** Where to dial instead. */
    public int port() {
        return listening.getLocalPort();
    }

    /** What was said so far. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket near = (SSLSocket) listening.accept();
                Thread.ofPlatform().daemon().name("tap arrival").start(() -> join(near));
            }
        } catch (IOException closed) {
            // It is over.
        }
    }

    private void join(SSLSocket near) {
        try {
            Wire.begin(near, Wire.ROOT, Wire.STREAM);
            String protocol = near.getApplicationProtocol();
            SSLSocket far = Wire.dial(identity, to, protocol);
            sockets.addAll(List.of(near, far));
            near.setSoTimeout(0);
            far.setSoTimeout(0);
            Heard heard = new Heard(protocol.equals(Wire.STREAM));
            Thread.ofPlatform().daemon().name("tap back").start(() -> pass(far, near, heard, false));
            pass(near, far, heard, true);
        } catch (IOException gone) {
            // Then it has gone.
        }
    }

    private static void pass(SSLSocket from, SSLSocket to, Heard heard, boolean there) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[64 << 10];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                heard.take(there, piece, read);
                out.write(piece, 0, read);
                out.flush();
            }
        } catch (IOException gone) {
            // So do the others.
        }
    }

    /** What has come on one stream, each way: first records, then frames. */
    private final class Heard {

        private final boolean stream;
        private final ByteArrayOutputStream[] raw = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        private final ByteArrayOutputStream[] plain = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        private boolean addressed;
        private char purpose;

        Heard(boolean stream) {
            this.stream = stream;
        }

        synchronized void take(boolean there, byte[] piece, int length) {
            if (!stream) {
                return;
            }
            int way = there ? 0 : 1;
            raw[way].write(piece, 0, length);
            ByteBuffer bytes = ByteBuffer.wrap(raw[way].toByteArray());
            if (there && !addressed && bytes.remaining() >= ADDRESS) {
                bytes.position(ADDRESS);
                addressed = true;
            } else if (there && !addressed) {
                return;
            }
            boolean finished = false;
            while (bytes.remaining() >= 4 && bytes.remaining() - 4 >= bytes.getInt(bytes.position())) {
                byte[] record = new byte[bytes.getInt()];
                bytes.get(record);
                plain[way].writeBytes(record);
                finished |= record.length == 0;
            }
            keep(raw[way], bytes);
            frames(there, way);
            if (finished) {
                say(there, "");
            }
        }

        private void frames(boolean there, int way) {
            ByteBuffer bytes = ByteBuffer.wrap(plain[way].toByteArray());
            if (there && purpose == 0 && bytes.hasRemaining()) {
                purpose = (char) bytes.get();
                say(true, HexFormat.of().toHexDigits((byte) purpose));
            }
            while (bytes.hasRemaining()) {
                int length = purpose == 'C'
                        ? Frames.control(bytes)
                        : there == push ? Frames.lane(bytes, seal()) : Frames.confirmation(bytes, seal());
                if (length <= 0 || length > bytes.remaining()) {
                    break;
                }
                byte[] frame = new byte[length];
                bytes.get(frame);
                if (purpose == 'C' && new String(frame, StandardCharsets.ISO_8859_1).contains("\u0004seal")) {
                    sealing.add(there);
                }
                boolean timely =
                        purpose == 'C' && TIMELY.contains(ByteBuffer.wrap(frame).getShort(4) & 0xffff);
                if (!timely) {
                    say(there, HexFormat.of().formatHex(frame));
                }
            }
            keep(plain[way], bytes);
        }

        /** Bytes of a seal in lanes, if both have said that they do that. */
        private int seal() {
            return sealing.size() == 2 ? SEAL : 0;
        }

        private void say(boolean there, String hex) {
            synchronized (lines) {
                lines.add((purpose + (there ? "> " : "< ") + hex).strip());
            }
        }

        private static void keep(ByteArrayOutputStream where, ByteBuffer rest) {
            byte[] kept = new byte[rest.remaining()];
            rest.get(kept);
            where.reset();
            where.writeBytes(kept);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }
}
