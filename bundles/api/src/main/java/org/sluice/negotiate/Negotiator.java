package org.sluice.negotiate;

import org.osgi.annotation.versioning.ProviderType;

/** Computes the agreement of two offers. Pure: equal offers give equal agreements, in every process. */
@ProviderType
public interface Negotiator {

    /** The parameter of a capability that is a whole number, of which the lower of both holds. */
    String MOST = "most";

    /**
     * What two peers do.
     *
     * @param initiator offer of the peer that dialled; its order of names decides
     * @param responder offer of the peer that accepted
     * @throws NoAgreementException when they have no protocol version in common, or a kind both offer has no name in
     *     common
     */
    Agreement agree(Offer initiator, Offer responder) throws NoAgreementException;
}
