package org.sluice.deploy;

import java.util.Arrays;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/** What a plugin offers core: made when it is first asked for, by code of the plugin. */
final class Services {

    private static final String OURS = "org.sluice.";

    private Services() {}

    /** Asks for each, so that what does not come to be is known before core asks. They stay made until they go. */
    static void make(Bundle bundle, BundleContext context) throws BundleException {
        ServiceReference<?>[] all =
                Optional.ofNullable(bundle.getRegisteredServices()).orElse(new ServiceReference<?>[0]);
        for (ServiceReference<?> service : all) {
            String[] types = (String[]) service.getProperty(Constants.OBJECTCLASS);
            boolean ours = Arrays.stream(types).anyMatch(type -> type.startsWith(OURS));
            if (ours && context.getService(service) == null && service.getBundle() != null) {
                throw new BundleException("its service " + String.join(", ", types) + " does not come to be");
            }
        }
    }
}
