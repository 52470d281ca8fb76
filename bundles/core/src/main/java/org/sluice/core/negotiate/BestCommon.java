package org.sluice.core.negotiate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.NoAgreementException;
import org.sluice.negotiate.Offer;

/**
 * Highest common version; of each kind the initiator's best that the responder has; capabilities that both have, with
 * the parameters on which both are equal, and the lower of both where they say the most; the lower limits.
 */
@Component
public final class BestCommon implements Negotiator {

    @Override
    public Agreement agree(Offer initiator, Offer responder) throws NoAgreementException {
        int version = Math.min(initiator.maxVersion(), responder.maxVersion());
        if (version < Math.max(initiator.minVersion(), responder.minVersion())) {
            throw new NoAgreementException("no protocol version in common: the initiator (" + initiator.build()
                    + ") speaks " + versions(initiator) + ", the responder (" + responder.build() + ") "
                    + versions(responder) + "; update the older one");
        }
        return new Agreement(
                version,
                names(initiator, responder),
                capabilities(initiator, responder),
                initiator.limits().lower(responder.limits()));
    }

    private static String versions(Offer offer) {
        return offer.minVersion() == offer.maxVersion()
                ? Integer.toString(offer.minVersion())
                : offer.minVersion() + " to " + offer.maxVersion();
    }

    private static Map<String, String> names(Offer initiator, Offer responder) throws NoAgreementException {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> offered : initiator.names().entrySet()) {
            List<String> other = responder.names().get(offered.getKey());
            if (other != null) {
                chosen.put(offered.getKey(), best(offered.getKey(), offered.getValue(), other));
            }
        }
        return chosen;
    }

    private static String best(String kind, List<String> initiator, List<String> responder)
            throws NoAgreementException {
        for (String name : initiator) {
            if (responder.contains(name)) {
                return name;
            }
        }
        throw new NoAgreementException(
                "no " + kind + " in common: the initiator has " + initiator + ", the responder " + responder);
    }

    private static List<Capability> capabilities(Offer initiator, Offer responder) {
        List<Capability> common = new ArrayList<>();
        for (Capability ours : initiator.capabilities()) {
            for (Capability theirs : responder.capabilities()) {
                if (ours.name().equals(theirs.name())) {
                    Map<String, String> equal = new LinkedHashMap<>(ours.parameters());
                    equal.entrySet().retainAll(theirs.parameters().entrySet());
                    lower(ours.parameters().get(MOST), theirs.parameters().get(MOST))
                            .ifPresent(most -> equal.put(MOST, most));
                    common.add(new Capability(ours.name(), equal));
                }
            }
        }
        return common;
    }

    private static Optional<String> lower(@Nullable String one, @Nullable String other) {
        try {
            return one == null || other == null
                    ? Optional.empty()
                    : Optional.of(Long.toString(Math.min(Long.parseLong(one), Long.parseLong(other))));
        } catch (NumberFormatException saysNothing) {
            return Optional.empty();
        }
    }
}
