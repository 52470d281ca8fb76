package org.sluice.core.session;

import org.sluice.io.RelPath;
import org.sluice.transfer.Problem;

/**
 * An entry that does not land, and why.
 *
 * @param id of the entry; 0 when it is not in the manifest
 * @param path below the destination
 * @param severity how bad it is
 * @param reason for people
 */
public record EntryProblem(long id, RelPath path, Problem.Severity severity, String reason) {

    /** As people see it. */
    public Problem toProblem() {
        return new Problem(severity, path.toString(), reason);
    }
}
