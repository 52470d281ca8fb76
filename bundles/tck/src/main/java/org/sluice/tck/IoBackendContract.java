package org.sluice.tck;

/** What every backend owes. */
public abstract class IoBackendContract extends IoTimeRules {}
