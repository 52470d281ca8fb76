package org.sluice.io.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.ComponentContext;
import org.sluice.io.linux.c.Errno;
import org.sluice.provider.Unavailable;

class ProbeTest {

    private final List<Object> happened = new ArrayList<>();

    private final ServiceRegistration<?> registration = fake(ServiceRegistration.class, (self, method, arguments) -> {
        happened.add(method.getName());
        return null;
    });
    private final BundleContext bundle = fake(BundleContext.class, (self, method, arguments) -> {
        happened.add(arguments[1]);
        return registration;
    });
    private final ComponentContext context = fake(ComponentContext.class, (self, method, arguments) -> {
        if (method.getName().equals("getBundleContext")) {
            return bundle;
        }
        happened.add(method.getName() + " " + arguments[0]);
        return null;
    });

    private static <T> T fake(Class<T> type, InvocationHandler calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls));
    }

    @Test
    void where_the_calls_are_there_the_backend_is_enabled() {
        new Probe(context).close();

        assertEquals(List.of("enableComponent io-linux"), happened);
    }

    @Test
    void a_kernel_without_openat2_is_told_as_unavailable_until_the_bundle_stops() {
        Probe probe = new Probe(context, () -> -Errno.ENOSYS);
        probe.close();

        assertEquals(
                List.of(unavailable("openat2 is not there (ENOSYS): Linux 5.8 or later is needed"), "unregister"),
                happened);
    }

    @Test
    void a_container_that_forbids_openat2_is_told_as_unavailable() {
        new Probe(context, () -> -Errno.EPERM);

        assertEquals(
                List.of(unavailable("openat2 is forbidden (EPERM): a container's seccomp filter may be too old")),
                happened);
    }

    @Test
    void a_jvm_that_may_not_call_the_c_library_is_told_as_unavailable() {
        new Probe(context, () -> {
            throw new ExceptionInInitializerError(new IOException("no native access"));
        });

        assertEquals(List.of(unavailable("the C library cannot be called: no native access")), happened);
    }

    private static Unavailable unavailable(String reason) {
        return new Unavailable("backend", "io-linux", reason);
    }
}
