package org.sluice.chunks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentContext;
import org.sluice.provider.Unavailable;

/** What {@link Probe} told the framework. */
record Told(List<String> enabled, List<Unavailable> unavailable) {

    static Told byProbe() {
        Told told = new Told(new ArrayList<>(), new ArrayList<>());
        new Probe(told.component(), told.bundle());
        return told;
    }

    private ComponentContext component() {
        return answering(ComponentContext.class, (_, method, arguments) -> switch (method.getName()) {
            case "enableComponent" -> {
                enabled.add((String) arguments[0]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private BundleContext bundle() {
        return answering(BundleContext.class, (_, method, arguments) -> switch (method.getName()) {
            case "registerService" -> {
                unavailable.add((Unavailable) arguments[1]);
                yield answering(ServiceRegistration.class, (_, unexpected, _) -> {
                    throw new UnsupportedOperationException(unexpected.getName());
                });
            }
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static <T> T answering(Class<T> type, InvocationHandler answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
    }
}
