package org.sluice.tck.check;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.chunk.ChunkKeeper;
import org.sluice.chunk.Hasher;
import org.sluice.compress.Compressor;
import org.sluice.io.IoBackend;
import org.sluice.tck.ChunkIndexContract;
import org.sluice.tck.ChunkStoreContract;
import org.sluice.tck.CompressorContract;
import org.sluice.tck.HasherContract;
import org.sluice.tck.IoBackendContract;
import org.sluice.tck.TransportContract;
import org.sluice.transport.Endpoint;
import org.sluice.transport.Listener;
import org.sluice.transport.Transport;
import org.sluice.transport.TransportFeature;

/** The contract, or contracts, of each type. */
final class Contracts {

    /** By the type that a service is registered by. */
    static final Map<Class<?>, List<Class<?>>> BY_TYPE = Map.of(
            Transport.class, List.of(OfTransport.class),
            IoBackend.class, List.of(OfBackend.class),
            Hasher.class, List.of(OfHasher.class),
            Compressor.class, List.of(OfCompressor.class),
            ChunkKeeper.class, List.of(OfIndex.class, OfStore.class));

    private Contracts() {}

    /** What a provider calls itself. */
    static String name(Object provider) {
        return switch (provider) {
            case Transport transport -> transport.scheme();
            case IoBackend backend -> backend.name();
            case Hasher hasher -> hasher.name();
            case Compressor compressor -> compressor.name();
            default -> provider.getClass().getSimpleName();
        };
    }

    static final class OfTransport extends TransportContract {

        @Override
        protected Transport transport() {
            return Subject.of(Transport.class);
        }

        @Override
        protected Endpoint anyLocal() {
            return new Endpoint("127.0.0.1", 0);
        }

        /** Who outlives a change of address is reached by datagrams; whether others are reached by TCP is tried. */
        @Override
        protected boolean ofDatagrams() {
            return transport().features().contains(TransportFeature.ROAMING);
        }

        @Override
        protected Optional<? extends SocketAddress> rawAddress(Listener listener) {
            InetSocketAddress address = new InetSocketAddress(
                    listener.local().host(), listener.local().port());
            if (ofDatagrams()) {
                return Optional.of(address);
            }
            try (Socket _ = new Socket(address.getAddress(), address.getPort())) {
                return Optional.of(address);
            } catch (IOException noneOfTcp) {
                return Optional.empty();
            }
        }
    }

    static final class OfBackend extends IoBackendContract {
        @Override
        protected IoBackend backend() {
            return Subject.of(IoBackend.class);
        }
    }

    static final class OfHasher extends HasherContract {
        @Override
        protected Hasher hasher() {
            return Subject.of(Hasher.class);
        }
    }

    static final class OfCompressor extends CompressorContract {
        @Override
        protected Compressor compressor() {
            return Subject.of(Compressor.class);
        }
    }

    static final class OfIndex extends ChunkIndexContract {
        @Override
        protected ChunkKeeper keeper() {
            return Subject.of(ChunkKeeper.class);
        }
    }

    static final class OfStore extends ChunkStoreContract {
        @Override
        protected ChunkKeeper keeper() {
            return Subject.of(ChunkKeeper.class);
        }
    }
}
