package org.sluice.core;

import java.util.Comparator;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * A provider and where it comes from.
 *
 * @param service what it provides
 * @param ranking its service ranking; the highest is used
 * @param id its service id; among equals the oldest is used
 * @param bundle symbolic name and version of its bundle
 */
record Ranked<T>(T service, int ranking, long id, String bundle) {

    /** The one to use first. */
    static final Comparator<Ranked<?>> BEST_FIRST =
            Comparator.<Ranked<?>>comparingInt(Ranked::ranking).reversed().thenComparingLong(Ranked::id);

    static <T> Ranked<T> of(T service, ServiceReference<T> reference) {
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        long id = reference.getProperty(Constants.SERVICE_ID) instanceof Long number ? number : 0;
        Bundle bundle = reference.getBundle();
        return new Ranked<>(
                service, ranking, id, bundle == null ? "" : bundle.getSymbolicName() + " " + bundle.getVersion());
    }
}
