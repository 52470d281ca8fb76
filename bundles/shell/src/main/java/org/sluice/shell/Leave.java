package org.sluice.shell;

import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Ends the interactive shell, and with it the process, as the end of its input does. */
final class Leave implements Function {

    private static final long SYSTEM_BUNDLE = 0;

    private final BundleContext context;

    Leave(BundleContext context) {
        this.context = context;
    }

    @Override
    public @Nullable Object execute(CommandSession session, List<Object> arguments) throws BundleException {
        context.getBundle(SYSTEM_BUNDLE).stop();
        return null;
    }
}
