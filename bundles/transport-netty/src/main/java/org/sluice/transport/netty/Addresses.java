package org.sluice.transport.netty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.sluice.transport.Endpoint;

/** Finds the addresses of a host. The resolver of the system holds its thread, so it gets one of its own. */
public final class Addresses {

    private Addresses() {}

    /** One or more, the preferred first. */
    public static List<InetSocketAddress> of(Endpoint endpoint, Deadline deadline) throws IOException {
        try {
            return List.of(new InetSocketAddress(InetAddress.ofLiteral(endpoint.host()), endpoint.port()));
        } catch (IllegalArgumentException aName) {
            return resolve(endpoint, deadline);
        }
    }

    private static List<InetSocketAddress> resolve(Endpoint endpoint, Deadline deadline) throws IOException {
        CompletableFuture<List<InetSocketAddress>> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("sluice-resolve").start(() -> {
            try {
                found.complete(Arrays.stream(InetAddress.getAllByName(endpoint.host()))
                        .map(address -> new InetSocketAddress(address, endpoint.port()))
                        .toList());
            } catch (UnknownHostException unknown) {
                found.completeExceptionally(
                        new UnknownHostException("the host " + endpoint.host() + " has no address"));
            }
        });
        return deadline.await(found, "looking up " + endpoint.host());
    }
}
