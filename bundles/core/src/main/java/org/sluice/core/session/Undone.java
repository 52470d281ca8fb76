package org.sluice.core.session;

import org.sluice.core.session.Placed.Verdict;
import org.sluice.io.EntryKind;

/**
 * An entry that was counted as placed and has failed since.
 *
 * @param problem it has
 * @param kind what it is
 * @param was what it was counted as: made or unchanged
 */
public record Undone(EntryProblem problem, EntryKind kind, Verdict was) {}
