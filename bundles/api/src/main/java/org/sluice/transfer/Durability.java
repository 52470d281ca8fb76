package org.sluice.transfer;

/** When what has landed is safe from a power cut. */
public enum Durability {
    /** When the transfer has ended; files are made durable many at a time, each before it gets its name. */
    BATCH,
    /** When the file has its name; each is made durable by itself. */
    FILE,
    /** When the system gets to it: for what can be made again. */
    NONE
}
