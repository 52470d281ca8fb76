package org.sluice.transport.tcp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sluice.transport.PeerIdentity;

/**
 * The tokens that one connection has granted to its peer and that have not come back yet. Any thread may use it; of any
 * number that redeem the same token at once, one succeeds.
 *
 * @param <P> what a token was granted for
 */
final class TokenTable<P> {

    static final long LIFETIME_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** More than any peer has sockets on their way at once. */
    static final int LIMIT = 1024;

    private record Grant<P>(P purpose, long expires) {}

    private final PeerIdentity peer;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<Token, Grant<P>> granted = new ConcurrentHashMap<>();

    /**
     * An empty table.
     *
     * @param peer whom the tokens are for; nobody else can redeem them
     */
    TokenTable(PeerIdentity peer, LongSupplier nanoTime) {
        this.peer = peer;
        this.nanoTime = nanoTime;
    }

    /** A new token, valid once and for {@link #LIFETIME_NANOS}; null when the peer holds {@link #LIMIT} already. */
    @Nullable
    Token grant(P purpose) {
        long now = nanoTime.getAsLong();
        if (granted.size() >= LIMIT) {
            granted.values().removeIf(grant -> grant.expires - now <= 0);
            if (granted.size() >= LIMIT) {
                return null;
            }
        }
        Token token = Token.draw();
        granted.put(token, new Grant<>(purpose, now + LIFETIME_NANOS));
        return token;
    }

    /** Takes a token back, and says what it was for; null when it is unknown, expired, used, or shown by somebody else. */
    @Nullable
    P redeem(Token token, PeerIdentity shownBy) {
        if (!shownBy.equals(peer)) {
            return null;
        }
        Grant<P> grant = granted.remove(token);
        return grant == null || grant.expires - nanoTime.getAsLong() <= 0 ? null : grant.purpose;
    }

    /** Takes every token back. */
    void clear() {
        granted.clear();
    }
}
