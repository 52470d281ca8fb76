package org.sluice.itest.bench;

/** Cases that are measured together and make one result. */
interface Suite {

    /** Measures, and tells its report. */
    void run() throws Exception;
}
