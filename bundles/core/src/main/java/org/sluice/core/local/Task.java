package org.sluice.core.local;

import java.io.IOException;

/** A piece of work that any worker can do. */
interface Task {

    /** Does it. What is thrown ends the transfer: what concerns one entry is told as its problem. */
    void run(Worker worker) throws IOException, InterruptedException;
}
