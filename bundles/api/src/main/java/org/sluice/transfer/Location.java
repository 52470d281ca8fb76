package org.sluice.transfer;

import java.util.Optional;

/**
 * Where something is at a peer, written {@code HOST[:PORT]:/SHARE[/PATH]}.
 *
 * @param peer {@code HOST} or {@code HOST:PORT}, an IPv6 address in brackets
 * @param share name of the share
 * @param path below the share, without a slash at either end; empty for the share itself
 * @param trailingSlash whether it was written with a slash at its end: contents of a source, a directory as destination
 */
public record Location(String peer, String share, String path, boolean trailingSlash) {

    public Location {
        if (peer.isEmpty() || share.isEmpty()) {
            throw new IllegalArgumentException("a location is HOST[:PORT]:/SHARE[/PATH]");
        }
        for (String part : path.split("/", -1)) {
            if (part.equals("..") || part.equals(".") || (part.isEmpty() && !path.isEmpty())) {
                throw new IllegalArgumentException("\"/" + share + "/" + path + "\" has a part \"" + part
                        + "\": a location names what lies below a share, without \".\", \"..\" and double slashes");
            }
        }
    }

    /**
     * Parses a location.
     *
     * @return empty when {@code text} is a local path: it has no {@code :/} before its first slash
     * @throws IllegalArgumentException when it looks like a location but is none; the message says why
     */
    public static Optional<Location> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 2 || text.charAt(slash - 1) != ':') {
            return Optional.empty();
        }
        String peer = text.substring(0, slash - 1);
        String rest = text.substring(slash + 1);
        boolean trailing = rest.endsWith("/");
        String whole = trailing ? rest.substring(0, rest.length() - 1) : rest;
        int end = whole.indexOf('/');
        String share = end < 0 ? whole : whole.substring(0, end);
        if (share.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" names no share: write " + peer + ":/SHARE/PATH");
        }
        if (end == whole.length() - 1) {
            throw new IllegalArgumentException("\"" + text + "\" has a double slash");
        }
        return Optional.of(new Location(peer, share, end < 0 ? "" : whole.substring(end + 1), trailing));
    }

    /** As written. */
    @Override
    public String toString() {
        return peer + ":/" + share + (path.isEmpty() ? "" : "/" + path) + (trailingSlash ? "/" : "");
    }
}
