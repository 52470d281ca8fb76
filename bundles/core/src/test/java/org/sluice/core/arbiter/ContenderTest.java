package org.sluice.core.arbiter;

import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sluice.core.TransportDouble;
import org.sluice.core.dial.Reached;
import org.sluice.core.path.PeerPath;
import org.sluice.transport.TransportFeature;

/** Which of those that were measured is taken. */
class ContenderTest {

    private static final Set<TransportFeature> ROAMS = Set.of(TransportFeature.ROAMING);

    private static Contender contender(String scheme, Set<TransportFeature> features, double rate, double processors) {
        Reached reached = new Reached(new TransportDouble(scheme, features), new Link(scheme, rate));
        return new Contender(new PeerPath(reached), new Goodput(rate, processors));
    }

    private static Contender best(Contender... all) {
        return Contender.best(List.of(all), 2);
    }

    @Test
    void the_faster_is_taken() {
        Contender tcp = contender("tcp", Set.of(), 100, 0.1);
        Contender quic = contender("quic", ROAMS, 94, 0.1);

        assertSame(tcp, best(tcp, quic));
        assertSame(quic, best(contender("tcp", Set.of(), 80, 0.1), quic));
    }

    @Test
    void of_those_that_are_as_good_the_one_that_outlives_a_change_of_address() {
        Contender tcp = contender("tcp", Set.of(), 100, 0.1);
        Contender quic = contender("quic", ROAMS, 96, 0.3);

        assertSame(quic, best(tcp, quic));
    }

    @Test
    void then_the_one_that_takes_clearly_less_processor_time() {
        Contender tcp = contender("tcp", Set.of(), 100, 0.4);
        Contender unix = contender("unix", Set.of(), 98, 0.2);

        assertSame(unix, best(tcp, unix));
    }

    @Test
    void then_the_one_that_is_named_first() {
        Contender tcp = contender("tcp", Set.of(), 100, 0.1);

        assertSame(tcp, best(tcp, contender("other", Set.of(), 101, 0.09)));
    }

    @Test
    void where_the_processor_is_scarce_the_one_that_takes_the_least_of_it() {
        Contender tcp = contender("tcp", Set.of(), 100, 0.5);
        Contender quic = contender("quic", ROAMS, 100, 1.5);

        assertSame(tcp, best(tcp, quic));
    }
}
