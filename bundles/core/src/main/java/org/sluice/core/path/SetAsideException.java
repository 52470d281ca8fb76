package org.sluice.core.path;

import java.io.IOException;

/** The peer has set a transport aside for this session: its connections join no more, those by others do. */
public final class SetAsideException extends IOException {

    private static final long serialVersionUID = 1;

    SetAsideException() {
        super("the peer has set this transport aside, since it was wrong there");
    }
}
