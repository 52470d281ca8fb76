package org.sluice.launcher;

/** Sluice cannot be started as it is; the message says what to do. */
final class LaunchException extends Exception {

    private static final long serialVersionUID = 1;

    LaunchException(String message) {
        super(message);
    }
}
