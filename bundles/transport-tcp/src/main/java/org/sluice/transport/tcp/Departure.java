package org.sluice.transport.tcp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.sluice.transport.netty.Deadline;

/** The two ways to leave a socket. */
final class Departure {

    private Departure() {}

    /** At once: what has not left is thrown away and the peer's end is reset. */
    static void abrupt(Channel channel) {
        onLoop(channel, () -> {
            if (channel.isOpen()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                ChannelHandlerContext first = channel.pipeline().firstContext();
                if (first == null) {
                    channel.close();
                } else {
                    first.close(); // past TLS, which would first wait to say good-bye
                }
            }
        });
    }

    /** With good-bye; abruptly when the peer does not let that through before the deadline. */
    static void orderly(Channel channel, Runnable goodbye) {
        onLoop(channel, () -> {
            abruptlyWhenLate(channel);
            goodbye.run();
        });
    }

    static void abruptlyWhenLate(Channel channel) {
        if (channel.isOpen() && !channel.eventLoop().isShuttingDown()) {
            Future<?> late =
                    channel.eventLoop().schedule(() -> abrupt(channel), Deadline.MILLIS, TimeUnit.MILLISECONDS);
            channel.closeFuture().addListener(closed -> late.cancel(false));
        }
    }

    /** Runs it on the event loop, unless that has stopped. */
    static void onLoop(Channel channel, Runnable work) {
        if (channel.eventLoop().inEventLoop()) {
            work.run();
            return;
        }
        try {
            channel.eventLoop().execute(work);
        } catch (RejectedExecutionException stopped) {
            // The loop has closed every socket it had.
        }
    }
}
