package org.sluice.plugin;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The plugins of this framework. When the service is there, what lay in {@code deploy/} at the start has been started;
 * from then on what comes and goes there is taken up by itself.
 */
@ProviderType
public interface Plugins {

    /** A line for each jar in {@code deploy/}, and for each plugin that outlived its jar; by file. */
    List<Plugin> list();

    /**
     * What a change would do. Nothing is changed.
     *
     * @throws PluginException when the change makes no sense: no such plugin, no jar
     */
    Plan plan(Change change) throws PluginException;

    /**
     * Makes a change in this framework, then in {@code deploy/}, where other processes see it. When it does not come
     * about, neither is changed.
     *
     * @return what was done
     * @throws PluginException when it makes no sense, is refused, or the plugin does not start
     */
    Plan apply(Change change) throws PluginException, InterruptedException;
}
