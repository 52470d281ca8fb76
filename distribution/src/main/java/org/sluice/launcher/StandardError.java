package org.sluice.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;

/**
 * Puts {@code System.err} where {@code bin/sluice} has kept the real one. It starts the JVM with standard error closed to
 * what it has to say, since a JVM with an incubating module warns of it at every start, and has no option not to.
 */
final class StandardError {

    private StandardError() {}

    /** Number of the descriptor that is a copy of the real standard error; empty when it was left alone. */
    static void restore(String number) throws ReflectiveOperationException {
        if (number.isEmpty()) {
            return;
        }
        var byNumber = FileDescriptor.class.getDeclaredConstructor(int.class);
        byNumber.setAccessible(true);
        FileDescriptor descriptor = byNumber.newInstance(Integer.parseInt(number));
        Charset charset = Charset.forName(System.getProperty("stderr.encoding", "UTF-8"));
        System.setErr(new PrintStream(new FileOutputStream(descriptor), true, charset));
    }
}
