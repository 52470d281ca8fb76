package org.sluice.itest.plain;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A connection of the TCP transport, as far as one stream needs it: {@code bundles/transport-tcp/README.md}. */
final class Wire implements AutoCloseable {

    static final String ROOT = "sluice-root/1";
    static final String STREAM = "sluice-stream/1";
    private static final int WELCOME = 0x81;
    private static final int GRANT = 0x82;
    private static final int TOKEN = 32;
    private static final int PATIENCE_MILLIS = 30_000;

    private final SSLSocket root;
    private final SSLSocket stream;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int left;

    private Wire(SSLSocket root, SSLSocket stream) throws IOException {
        this.root = root;
        this.stream = stream;
        this.in = new DataInputStream(stream.getInputStream());
        this.out = new DataOutputStream(stream.getOutputStream());
    }

    static SSLSocket dial(Identity identity, int port, String protocol) throws IOException {
        SSLSocket socket =
                (SSLSocket) identity.context().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        begin(socket, protocol);
        return socket;
    }

    static void begin(SSLSocket socket, String... protocols) throws IOException {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(protocols);
        if (!socket.getUseClientMode()) {
            parameters.setNeedClientAuth(true);
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.startHandshake();
    }

    /** Dials, and opens the control stream. */
    static Wire dial(Identity identity, int port) throws IOException {
        SSLSocket root = dial(identity, port, ROOT);
        DataInputStream messages = new DataInputStream(root.getInputStream());
        long connection = 0;
        Deque<byte[]> tokens = new ArrayDeque<>();
        while (tokens.isEmpty()) {
            int type = messages.readUnsignedByte();
            ByteBuffer content = ByteBuffer.wrap(messages.readNBytes(messages.readUnsignedShort()));
            if (type == WELCOME) {
                connection = content.position(1).getLong();
            } else if (type == GRANT) {
                while (content.hasRemaining()) {
                    byte[] token = new byte[TOKEN];
                    content.get(token);
                    tokens.add(token);
                }
            }
        }
        SSLSocket stream = dial(identity, port, STREAM);
        Wire wire = new Wire(root, stream);
        wire.out.writeLong(connection);
        wire.out.write(tokens.remove());
        return wire;
    }

    /** Takes connections, each with its first stream. */
    static final class Listening implements Closeable {

        private final ServerSocket listening;
        private final Identity identity;
        private final BlockingQueue<Wire> arrived = new LinkedBlockingQueue<>();
        private volatile SSLSocket latestRoot;

        Listening(Identity identity) throws IOException {
            this.identity = identity;
            this.listening = identity.context()
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofPlatform().daemon().name("plain listening").start(this::accept);
        }

        int port() {
            return listening.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    SSLSocket socket = (SSLSocket) listening.accept();
                    Thread.ofPlatform().daemon().name("plain arrival").start(() -> take(socket));
                }
            } catch (IOException closed) {
                // It is over.
            }
        }

        private void take(SSLSocket socket) {
            try {
                begin(socket, ROOT, STREAM);
                if (socket.getApplicationProtocol().equals(ROOT)) {
                    latestRoot = socket;
                    welcome(new DataOutputStream(socket.getOutputStream()));
                    InputStream unheard = socket.getInputStream();
                    while (unheard.read() >= 0) {
                        // What it is able to besides is of no use here.
                    }
                } else {
                    Wire wire = new Wire(latestRoot, socket);
                    wire.in.readNBytes(Long.BYTES + TOKEN);
                    arrived.add(wire);
                }
            } catch (IOException gone) {
                // Then it has gone.
            }
        }

        private static void welcome(DataOutputStream out) throws IOException {
            out.writeByte(WELCOME);
            out.writeShort(1 + Long.BYTES + Integer.BYTES);
            out.writeByte(1);
            out.writeLong(1);
            out.writeInt(0);
            out.writeByte(GRANT);
            out.writeShort(TOKEN * 4);
            out.write(new byte[TOKEN * 4]);
            out.flush();
        }

        Wire await() throws IOException, InterruptedException {
            Wire wire = arrived.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            if (wire == null) {
                throw new IOException("nobody has dialled");
            }
            return wire;
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }

    /** Sends bytes of the stream. */
    void send(byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /** Nothing more is sent. */
    void finish() throws IOException {
        out.writeInt(0);
        out.flush();
    }

    /** Receives so many bytes, or none at the stream's end. */
    byte[] receive(int length) throws IOException {
        byte[] bytes = new byte[length];
        int done = 0;
        while (done < length) {
            if (left == 0) {
                left = in.readInt();
                if (left == 0) {
                    return new byte[0];
                }
            }
            int part = Math.min(length - done, left);
            in.readFully(bytes, done, part);
            done += part;
            left -= part;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        root.close();
    }
}
