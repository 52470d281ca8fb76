package org.sluice.itest;

import java.util.Collection;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.util.tracker.ServiceTracker;
import org.sluice.transport.Transport;

/** Has every bundle of a framework see, in the place of each transport, another that a test makes of it. */
final class TransportsInPlace {

    private static final String IN_PLACE = "in.place";
    private static final Set<String> OF_FRAMEWORK =
            Set.of(Constants.OBJECTCLASS, Constants.SERVICE_ID, Constants.SERVICE_BUNDLEID, Constants.SERVICE_SCOPE);

    private final BundleContext framework;
    private final UnaryOperator<Transport> made;

    private TransportsInPlace(BundleContext framework, UnaryOperator<Transport> made) {
        this.framework = framework;
        this.made = made;
    }

    /** For all there will be: the bundles of {@code framework} have yet to be started. */
    static void of(BundleContext framework, UnaryOperator<Transport> made) {
        new TransportsInPlace(framework, made).begin();
    }

    private void begin() {
        FindHook hidden = (context, name, filter, everything, found) -> {
            if (isBundle(context)) {
                found.removeIf(TransportsInPlace::isReal);
            }
        };
        EventListenerHook silenced = new EventListenerHook() {
            @Override
            public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listeners) {
                if (isReal(event.getServiceReference())) {
                    listeners.keySet().removeIf(TransportsInPlace::isBundle);
                }
            }
        };
        framework.registerService(FindHook.class, hidden, null);
        framework.registerService(EventListenerHook.class, silenced, null);
        new ServiceTracker<Transport, ServiceRegistration<Transport>>(framework, Transport.class, null) {
            @Override
            public ServiceRegistration<Transport> addingService(ServiceReference<Transport> real) {
                return isReal(real) ? put(real) : null;
            }

            @Override
            public void removedService(ServiceReference<Transport> real, ServiceRegistration<Transport> inPlace) {
                inPlace.unregister();
                framework.ungetService(real);
            }
        }.open();
    }

    private static boolean isBundle(BundleContext context) {
        return context.getBundle().getBundleId() != Constants.SYSTEM_BUNDLE_ID;
    }

    private static boolean isReal(ServiceReference<?> service) {
        return List.of((String[]) service.getProperty(Constants.OBJECTCLASS)).contains(Transport.class.getName())
                && service.getProperty(IN_PLACE) == null;
    }

    private ServiceRegistration<Transport> put(ServiceReference<Transport> real) {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (String key : real.getPropertyKeys()) {
            if (!OF_FRAMEWORK.contains(key)) {
                properties.put(key, real.getProperty(key));
            }
        }
        properties.put(IN_PLACE, true);
        return framework.registerService(Transport.class, made.apply(framework.getService(real)), properties);
    }
}
