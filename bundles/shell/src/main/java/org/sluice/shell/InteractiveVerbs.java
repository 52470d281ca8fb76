package org.sluice.shell;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sluice.shell.verb.Verbs;

/** Offers every verb as a command of Gogo: {@code push} as {@code sluice:push}, {@code peer show} as {@code peer:show}; and {@code exit}. */
@Component(service = {})
public final class InteractiveVerbs {

    private static final String SCOPE = "sluice";

    private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();
    private final FrameworkServices services;

    /** Registers them. */
    @Activate
    public InteractiveVerbs(BundleContext context, @Reference CommandProcessor gogo) {
        services = new FrameworkServices(context);
        for (Verbs.Known verb : Verbs.all()) {
            List<String> words = verb.words();
            offer(context, words.size() == 2 ? words.getFirst() : SCOPE, words.getLast(), words);
        }
        // As on the command line: peer show.
        Verbs.groups().forEach(group -> offer(context, SCOPE, group, List.of(group)));
        offer(context, SCOPE, "exit", new Leave(context));
    }

    private void offer(BundleContext context, String scope, String function, List<String> words) {
        offer(context, scope, function, new InteractiveVerb(words, services));
    }

    private void offer(BundleContext context, String scope, String function, Function command) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(CommandProcessor.COMMAND_SCOPE, scope);
        properties.put(CommandProcessor.COMMAND_FUNCTION, function);
        registrations.add(context.registerService(Function.class, command, properties));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        services.close();
    }
}
