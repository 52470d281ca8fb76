package org.sluice.core.path;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transports that a session does not go by any more, since they are wrong, and why. */
public final class SetAside {

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);

    /** A session in which more of them go wrong has another trouble. */
    private static final int MOST = 3;

    private final Supplier<? extends Collection<String>> there;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** None so far, of those whose schemes these are at the time. */
    public SetAside(Supplier<? extends Collection<String>> there) {
        this.there = there;
    }

    /**
     * The session goes by this one no more.
     *
     * @return false when it is the last, or too many were set aside before: then nothing has changed
     */
    public boolean add(String scheme, String why) {
        Collection<String> others = there.get();
        synchronized (this) {
            if (reasons.containsKey(scheme)) {
                return true;
            }
            if (reasons.size() == MOST
                    || others.stream().allMatch(other -> other.equals(scheme) || reasons.containsKey(other))) {
                return false;
            }
            reasons.put(scheme, why);
        }
        LOG.warn("the transport {} is set aside for this session: {}", scheme, why);
        return true;
    }

    /** Whether it was set aside. */
    public synchronized boolean contains(String scheme) {
        return reasons.containsKey(scheme);
    }

    /** For reports; empty when none was. */
    public synchronized String report() {
        StringBuilder report = new StringBuilder();
        reasons.forEach((scheme, why) -> report.append(report.isEmpty() ? "" : "; ")
                .append(scheme)
                .append(" was set aside: ")
                .append(why));
        return report.toString();
    }
}
