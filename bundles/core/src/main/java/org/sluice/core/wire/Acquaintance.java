package org.sluice.core.wire;

import java.util.Optional;
import org.sluice.core.session.Message;
import org.sluice.core.session.UnknownMessageException;
import org.sluice.negotiate.Offer;

/** What both ends of a link have said of themselves: who they are, when one of them is too old for the other. */
final class Acquaintance {

    /** Longest label of a build that is repeated, in characters. */
    private static final int LABEL = 80;

    private volatile Optional<Offer> we = Optional.empty();
    private volatile Optional<Offer> they = Optional.empty();

    /** This end says something. */
    void said(Message message) {
        if (message instanceof Message.Hello hello) {
            we = Optional.of(hello.offer());
        }
    }

    /** The other end has said something. */
    void heard(Message message) {
        if (message instanceof Message.Hello hello) {
            they = Optional.of(hello.offer());
        }
    }

    /** The same, for people at either end. */
    UnknownMessageException explain(UnknownMessageException unknown) {
        return new UnknownMessageException(
                unknown.type(),
                name(they, "a peer that has not said hello") + " sends message " + unknown.type() + ", which "
                        + name(we, "the other") + " does not know and must not skip; update the older one");
    }

    private static String name(Optional<Offer> peer, String stranger) {
        return peer.map(offer -> label(offer.build()) + " (protocol " + versions(offer) + ")")
                .orElse(stranger);
    }

    private static String label(String build) {
        return build.length() <= LABEL ? build : build.substring(0, LABEL) + "...";
    }

    private static String versions(Offer offer) {
        return offer.minVersion() == offer.maxVersion()
                ? Integer.toString(offer.minVersion())
                : offer.minVersion() + " to " + offer.maxVersion();
    }
}
