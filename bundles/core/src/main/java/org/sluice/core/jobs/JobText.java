package org.sluice.core.jobs;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.transfer.Counts;
import org.sluice.transfer.Job;
import org.sluice.transfer.Job.State;

/** A job as a JSON object of one member a line, which is all that is read back. */
final class JobText {

    /** Possessive, since a text of some thousand characters would overflow the stack otherwise. */
    private static final Pattern MEMBER =
            Pattern.compile("^\\s*\"(\\w+)\": (?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|(\\d{1,19})),?$", Pattern.MULTILINE);

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-f]{4})|(.))");

    /**
     * What is kept of a job.
     *
     * @param job without a word on whether its process lives
     * @param process that runs it
     * @param destination the local directory it lands in; empty when that is at a peer
     */
    record Kept(Job job, String process, String destination) {}

    private JobText() {}

    static String write(Kept kept) {
        Job job = kept.job();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("version", 1L);
        members.put("id", job.id());
        members.put("verb", job.verb());
        members.put("from", job.from());
        members.put("to", job.to());
        members.put("state", job.state());
        members.put("started", job.started());
        job.ended().ifPresent(ended -> members.put("ended", ended));
        members.put("process", kept.process());
        members.put("destination", kept.destination());
        members.put("message", job.message());
        Counts counts = job.counts();
        members.put("files", counts.files());
        members.put("directories", counts.directories());
        members.put("links", counts.links());
        members.put("unchanged", counts.unchanged());
        members.put("failed", counts.failed());
        members.put("vanished", counts.vanished());
        members.put("skipped", counts.skipped());
        members.put("bytes", counts.bytes());
        members.put("unchangedBytes", counts.unchangedBytes());
        members.put("reusedBytes", counts.reusedBytes());
        StringBuilder text = new StringBuilder("{");
        members.forEach((name, value) -> text.append(text.length() == 1 ? "\n" : ",\n")
                .append("  \"")
                .append(name)
                .append("\": ")
                .append(value instanceof Long number ? number.toString() : quoted(value.toString())));
        return text.append("\n}\n").toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    /** Reads a job; empty when it is none. */
    static Optional<Kept> read(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher member = MEMBER.matcher(text);
        while (member.find()) {
            members.put(member.group(1), member.group(2) == null ? member.group(3) : plain(member.group(2)));
        }
        try {
            return Optional.of(new Kept(
                    new Job(
                            required(members, "id"),
                            required(members, "verb"),
                            required(members, "from"),
                            required(members, "to"),
                            State.valueOf(required(members, "state")),
                            Instant.parse(required(members, "started")),
                            Optional.ofNullable(members.get("ended")).map(Instant::parse),
                            counts(members),
                            members.getOrDefault("message", "")),
                    members.getOrDefault("process", ""),
                    members.getOrDefault("destination", "")));
        } catch (IllegalArgumentException | DateTimeParseException damaged) {
            return Optional.empty();
        }
    }

    private static Counts counts(Map<String, String> members) {
        return new Counts(
                        number(members, "files"),
                        number(members, "directories"),
                        number(members, "links"),
                        number(members, "unchanged"),
                        number(members, "failed"),
                        number(members, "vanished"),
                        number(members, "skipped"),
                        number(members, "bytes"),
                        number(members, "unchangedBytes"))
                .withReused(number(members, "reusedBytes"));
    }

    private static long number(Map<String, String> members, String name) {
        return Long.parseLong(members.getOrDefault(name, "0"));
    }

    private static String required(Map<String, String> members, String name) {
        String value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + name);
        }
        return value;
    }

    private static String plain(String quoted) {
        return ESCAPE.matcher(quoted)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }
}
