package org.sluice.transport.quic;

import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionPathStats;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.transport.netty.Carrier;

/** Has the streams of a connection keep to its {@link SendRate}: looks at the path as long as they send. All of it happens on the event loop. */
final class Pacing {

    private static final Logger LOG = LoggerFactory.getLogger(Pacing.class);

    private static final long LOOK_MILLIS = 10;

    /** After so many looks at nothing it is not looked any more. */
    private static final int ENOUGH = 100;

    private final QuicChannel channel;
    private final Turns turns;
    private final SendRate rate = new SendRate();
    private boolean looking;
    private int quiet;

    Pacing(QuicChannel channel) {
        this.channel = channel;
        this.turns = new Turns(channel.eventLoop(), this::handing);
    }

    /** What carries a stream of the connection. */
    Carrier carrier(QuicStreamChannel stream) {
        return turns.carrier(stream);
    }

    private void handing() {
        quiet = 0;
        if (!looking) {
            looking = true;
            look();
        }
    }

    private void look() {
        channel.collectPathStats(0).addListener(known -> {
            looking = known.isSuccess() && known.getNow() instanceof QuicConnectionPathStats && quiet++ < ENOUGH;
            if (looking) {
                seen((QuicConnectionPathStats) known.getNow());
                channel.eventLoop().schedule(() -> look(), LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                LOG.debug("sent to {}: {}", channel.remoteSocketAddress(), rate);
            }
        });
    }

    private void seen(QuicConnectionPathStats path) {
        if (path.rtt() > 0) {
            turns.bound(rate.after(new SendRate.Seen(
                    channel.eventLoop().ticker().nanoTime(),
                    path.sentBytes(),
                    path.streamRetransBytes(),
                    path.deliveryRate(),
                    path.cwnd(),
                    path.rtt())));
        }
    }
}
