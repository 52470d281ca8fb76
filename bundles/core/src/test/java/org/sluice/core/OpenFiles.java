package org.sluice.core;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.sluice.io.RelPath;

/** Knows which files of a root are open. */
public final class OpenFiles implements WatchedRoot.Watch {

    private final List<RelPath> open = new ArrayList<>();

    @Override
    public synchronized Object call(WatchedRoot.Call call) throws IOException {
        Object result = call.proceed();
        if (call.name().equals("open")) {
            open.add(call.path());
        }
        return result;
    }

    @Override
    public synchronized void closed(RelPath path) {
        open.remove(path);
    }

    /** The files that are open now. */
    public synchronized List<RelPath> now() {
        return List.copyOf(open);
    }
}
