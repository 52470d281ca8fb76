package org.sluice.transport.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sluice.transport.PeerIdentity;
import org.sluice.transport.netty.Deadline;

class TokensTest {

    private static final PeerIdentity PEER = new PeerIdentity("a".repeat(64));
    private static final PeerIdentity SOMEBODY_ELSE = new PeerIdentity("b".repeat(64));

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - TokenTable.LIFETIME_NANOS / 2); // soon overflows
    private final TokenTable<String> table = new TokenTable<>(PEER, now::get);

    private Token granted() {
        Token token = table.grant("a stream");
        assertNotNull(token);
        return token;
    }

    @Test
    void a_token_is_taken_once() {
        Token token = granted();

        assertEquals("a stream", table.redeem(token, PEER));
        assertNull(table.redeem(token, PEER));
    }

    @Test
    void a_token_that_was_not_granted_is_refused_and_those_that_were_stay() {
        Token token = granted();
        byte[] almost = token.bytes();
        almost[31] ^= 1;

        assertNull(table.redeem(new Token(almost), PEER));
        assertNull(table.redeem(Token.draw(), PEER));
        assertEquals("a stream", table.redeem(token, PEER));
    }

    @Test
    void a_token_that_somebody_else_shows_stays_valid_for_whom_it_was_granted_to() {
        Token token = granted();

        assertNull(table.redeem(token, SOMEBODY_ELSE));
        assertEquals("a stream", table.redeem(token, PEER));
    }

    @Test
    void a_token_is_valid_for_thirty_seconds() {
        Token inTime = granted();
        Token late = granted();

        now.addAndGet(TokenTable.LIFETIME_NANOS - 1);
        assertEquals("a stream", table.redeem(inTime, PEER));
        now.incrementAndGet();
        assertNull(table.redeem(late, PEER));
    }

    @Test
    void a_peer_that_hoards_tokens_gets_no_more_until_some_are_used_or_expired() {
        List<Token> hoard = new ArrayList<>();
        for (int i = 0; i < TokenTable.LIMIT; i++) {
            hoard.add(granted());
        }
        assertNull(table.grant("one more"));

        table.redeem(hoard.getFirst(), PEER);
        granted();
        assertNull(table.grant("one more"));

        now.addAndGet(TokenTable.LIFETIME_NANOS);
        granted();
    }

    @Test
    void clearing_takes_every_token_back() {
        Token token = granted();

        table.clear();

        assertNull(table.redeem(token, PEER));
    }

    @Test
    void of_many_that_show_one_token_at_once_one_is_let_in() throws Exception {
        for (int round = 0; round < 200; round++) {
            Token token = granted();
            AtomicInteger letIn = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    if (table.redeem(token, PEER) != null) letIn.incrementAndGet();
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(1, letIn.get());
        }
    }

    @Test
    void a_token_shows_four_of_its_bytes_and_has_thirty_two() {
        Token token = Token.draw();

        String all = HexFormat.of().formatHex(token.bytes());
        assertEquals(all.substring(0, 8) + "...", token.toString());
        assertFalse(token.toString().contains(all.substring(8, 16)));
        assertEquals(new Token(token.bytes()), token);
        assertNotEquals(Token.draw(), token);
        assertThrows(IllegalArgumentException.class, () -> new Token(new byte[31]));
    }

    @Test
    void the_stock_gives_tokens_in_their_order_and_asks_for_none_while_it_has_some() throws IOException {
        TokenStock stock = new TokenStock();
        Token first = Token.draw();
        Token second = Token.draw();
        stock.add(List.of(first, second));

        assertEquals(first, stock.take(TokensTest::notAsked, new Deadline()));
        assertEquals(second, stock.take(TokensTest::notAsked, new Deadline()));
    }

    private static void notAsked() {
        throw new AssertionError("there are tokens");
    }

    @Test
    void an_empty_stock_asks_once_and_waits_for_what_comes() throws Exception {
        TokenStock stock = new TokenStock();
        Token granted = Token.draw();
        AtomicInteger asked = new AtomicInteger();
        CompletableFuture<Void> hasAsked = new CompletableFuture<>();

        Thread peer = Thread.ofVirtual().start(() -> {
            hasAsked.join();
            stock.add(List.of());
            stock.add(List.of(granted));
        });
        Token taken = stock.take(
                () -> {
                    asked.incrementAndGet();
                    hasAsked.complete(null);
                },
                new Deadline());

        peer.join();
        assertEquals(granted, taken);
        assertEquals(1, asked.get());
    }

    @Test
    void closing_the_stock_wakes_whoever_waits() {
        TokenStock stock = new TokenStock();

        assertThrows(
                ClosedChannelException.class,
                () -> stock.take(() -> Thread.ofVirtual().start(stock::close), new Deadline()));
        assertThrows(ClosedChannelException.class, () -> stock.take(TokensTest::notAsked, new Deadline()));
    }
}
