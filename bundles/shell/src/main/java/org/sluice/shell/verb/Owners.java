package org.sluice.shell.verb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.sluice.transfer.Owner;

/** Users and groups by name, as the system's databases know them. */
final class Owners {

    private Owners() {}

    /** Parses {@code USER:GROUP}, {@code USER} or {@code :GROUP}, each a name or a number. */
    static Owner parse(String text) throws IOException, InterruptedException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        String group = colon < 0 ? "" : text.substring(colon + 1);
        if (user.isEmpty() && group.isEmpty()) {
            throw new IllegalArgumentException("--chown takes USER:GROUP, USER or :GROUP, not \"" + text + "\"");
        }
        return new Owner(number("passwd", "user", user), number("group", "group", group));
    }

    private static OptionalInt number(String database, String what, String name)
            throws IOException, InterruptedException {
        if (name.isEmpty()) {
            return OptionalInt.empty();
        }
        if (name.matches("[0-9]{1,10}")) {
            long number = Long.parseLong(name);
            if (number > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("there is no " + what + " " + name);
            }
            return OptionalInt.of((int) number);
        }
        Process process = new ProcessBuilder("getent", "--", database, name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String[] fields = line.split(":");
        if (process.waitFor() != 0 || fields.length < 3) {
            throw new IllegalArgumentException("there is no " + what + " \"" + name + "\"");
        }
        return OptionalInt.of(Integer.parseInt(fields[2]));
    }
}
