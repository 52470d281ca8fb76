package org.sluice.io.linux.uring;

/** Is told what became of requests, on the thread that waits for them. Puts no request on the ring itself. */
@FunctionalInterface
public interface Completed {

    /**
     * A request is done.
     *
     * @param tag what it was tagged with
     * @param result as the kernel answers: 0 or more, or the error number negated
     */
    void with(long tag, int result);
}
