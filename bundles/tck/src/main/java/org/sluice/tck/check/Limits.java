package org.sluice.tck.check;

/** How long what may never come is waited for, in seconds. Each is a multiple of the patience that the contracts have, too. */
final class Limits {

    /** Of a call that has to return now. */
    static final int CALL = Integer.getInteger("org.sluice.tck.patience", 20);

    /** Of a sentence, which makes some calls. What waits for ever is left behind. */
    static final int SENTENCE = 3 * CALL;

    /** Of what the framework does with the bundle. */
    static final int BUNDLE = 9 * CALL;

    private Limits() {}
}
