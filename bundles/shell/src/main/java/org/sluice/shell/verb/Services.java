package org.sluice.shell.verb;

import java.nio.file.Path;
import org.sluice.plugin.Plugins;
import org.sluice.transfer.Chunks;
import org.sluice.transfer.Inventory;
import org.sluice.transfer.Jobs;
import org.sluice.transfer.Peers;
import org.sluice.transfer.ServeService;
import org.sluice.transfer.Shares;
import org.sluice.transfer.TransferException;
import org.sluice.transfer.TransferService;

/** What the verbs call. A verb makes only those start that it asks for. */
public interface Services {

    TransferService transfers() throws TransferException;

    Peers peers() throws TransferException;

    Shares shares() throws TransferException;

    ServeService serving() throws TransferException;

    Inventory inventory() throws TransferException;

    Chunks chunks() throws TransferException;

    Jobs jobs() throws TransferException;

    Plugins plugins() throws TransferException;

    /** The folder of the distribution that runs. */
    Path distribution();

    /** Version of Sluice. */
    String version();
}
