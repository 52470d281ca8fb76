package org.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sluice.core.session.Chunking;
import org.sluice.negotiate.Agreement;
import org.sluice.negotiate.Capability;
import org.sluice.negotiate.Negotiator;
import org.sluice.negotiate.NoAgreementException;
import org.sluice.negotiate.Offer;
import org.sluice.transfer.PeerTerms;
import org.sluice.transfer.PeerTerms.Reach;
import org.sluice.transfer.PeerTerms.Speaker;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferException.Reason;

/** What two offers come to, in words: what is agreed on, and what is lost since one of both lacks it. Pure. */
final class Terms {

    private final Offer ours;
    private final Offer theirs;
    private final Agreement agreement;
    private final Chunking chunking;

    Terms(Offer ours, Offer theirs, Negotiator negotiator) throws TransferException {
        this.ours = ours;
        this.theirs = theirs;
        try {
            this.agreement = negotiator.agree(ours, theirs);
        } catch (NoAgreementException e) {
            throw new TransferException(Reason.INCOMPATIBLE, e.getMessage(), e);
        }
        this.chunking = Offers.chunking(agreement);
    }

    /** With the transports that reach the peer, and those that do not. */
    PeerTerms with(List<Reach> transports) {
        List<String> losses = losses();
        transports.stream()
                .filter(transport -> !transport.reaches())
                .forEach(transport -> losses.add(transport.transport() + " does not reach the peer (" + transport.what()
                        + "): it is not compared"));
        return new PeerTerms(
                speaker(ours),
                speaker(theirs),
                agreement.version(),
                agreement.names(),
                agreement.capabilities().stream().map(Capability::name).sorted().toList(),
                Offers.inChunks(agreement) ? Optional.of(chunking.size()) : Optional.empty(),
                Offers.hasLanes(agreement) ? agreement.limits().lanes() : 0,
                transports,
                losses);
    }

    private static Speaker speaker(Offer offer) {
        return new Speaker(offer.build(), offer.minVersion(), offer.maxVersion());
    }

    private List<String> losses() {
        List<String> losses = new ArrayList<>();
        if (ours.maxVersion() != theirs.maxVersion()) {
            losses.add("protocol " + agreement.version() + " is spoken, though "
                    + (ours.maxVersion() > theirs.maxVersion() ? "we speak " : "the peer speaks ")
                    + Math.max(ours.maxVersion(), theirs.maxVersion()) + ", too");
        }
        if (!Offers.hasLanes(agreement)) {
            contents(losses);
            return losses;
        }
        chunks(losses);
        if (agreement.chosen("compressor").orElse(Offers.UNCOMPRESSED).equals(Offers.UNCOMPRESSED)) {
            losses.add("no compressor in common: contents travel as they are");
        }
        connections(losses);
        if (lacks("read")) {
            losses.add(no("read") + "files are not to be had part by part, without a transfer");
        }
        if (lacks("seal")) {
            losses.add(
                    no("seal")
                            + "a transport that carries other bytes than it was given may have a chunk land in another's place");
        }
        return losses;
    }

    /** Nothing else matters where there are no lanes. */
    private void contents(List<String> losses) {
        losses.add(
                "no lanes, since " + (ours.names().containsKey("hasher") ? "the peer has" : "we have") + " no hasher: "
                        + (lacks("read")
                                ? "and no read either: nothing but names can be transferred"
                                : "contents are read part by part in the control stream, and no hash is compared on the way"));
        losses.add(
                "no chunks: a changed file is sent whole, an interrupted one from its beginning, and verify cannot compare");
        losses.add("no compression: contents travel as they are");
        losses.add("no join: one connection; when it is lost, the transfer ends, and the command is to be repeated");
    }

    private void chunks(List<String> losses) {
        if (!Offers.inChunks(agreement)) {
            losses.add(no("chunks")
                    + "a changed file is sent whole, an interrupted one from its beginning, and verify cannot compare");
            return;
        }
        if (!Offers.tellsChunks(agreement)) {
            losses.add(
                    "chunks that change while they are read cannot be told one by one: their file is given up whole");
        }
        if (chunking.size() < Math.max(most(ours), most(theirs))) {
            losses.add("chunks of " + chunking.size() + " bytes, though "
                    + (most(ours) > most(theirs) ? "we take" : "the peer takes") + " larger ones");
        }
    }

    private static long most(Offer offer) {
        return offer.capabilities().stream()
                .filter(capability -> capability.name().equals("chunks"))
                .map(capability -> capability.parameters().getOrDefault(Negotiator.MOST, ""))
                .filter(most -> most.matches("\\d{1,9}"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Chunking.USUAL.size());
    }

    private void connections(List<String> losses) {
        if (lacks("join")) {
            losses.add(
                    no("join")
                            + "one transport, no fail-over: when the connection is lost, the transfer ends, and the command is to be repeated");
        } else if (lacks("beside")) {
            losses.add(no("beside") + "transports are not compared; the first that reaches the peer carries all");
        }
    }

    private boolean lacks(String capability) {
        return agreement.capability(capability).isEmpty();
    }

    private String no(String capability) {
        boolean we = has(ours, capability);
        boolean they = has(theirs, capability);
        String who = we == they ? "in common" : we ? "at the peer" : "here";
        return "no " + capability + " " + who + ": ";
    }

    private static boolean has(Offer offer, String capability) {
        return offer.capabilities().stream().anyMatch(c -> c.name().equals(capability));
    }
}
