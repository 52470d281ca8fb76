package org.sluice.transport;

/**
 * Where a peer listens.
 *
 * @param host a name or a literal address, without brackets; what it means is the transport's affair
 * @param port 0 to 65535; 0 asks a listener for a free one
 */
public record Endpoint(String host, int port) {

    public Endpoint {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("a host is missing");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not within 0..65535");
        }
    }

    /**
     * Parses {@code HOST}, {@code HOST:PORT}, {@code [IPV6]} or {@code [IPV6]:PORT}.
     *
     * @throws IllegalArgumentException when it is none of these; the message says why
     */
    public static Endpoint parse(String text, int defaultPort) {
        int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
        if (text.startsWith("[") && bracket < 0) {
            throw new IllegalArgumentException("\"" + text + "\" lacks its closing bracket");
        }
        int colon = bracket >= 0 ? bracket + 1 : text.indexOf(':');
        if (bracket < 0 && colon != text.lastIndexOf(':')) {
            throw new IllegalArgumentException("\"" + text + "\" has several colons: write [" + text + "]:PORT");
        }
        String host = bracket >= 0 ? text.substring(1, bracket) : text.substring(0, colon < 0 ? text.length() : colon);
        if (colon < 0 || colon == text.length()) {
            return new Endpoint(host, defaultPort);
        }
        if (text.charAt(colon) != ':') {
            throw new IllegalArgumentException("\"" + text + "\" has something between its host and its port");
        }
        return new Endpoint(host, port(text.substring(colon + 1)));
    }

    private static int port(String digits) {
        if (!digits.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException("\"" + digits + "\" is no port");
        }
        return Integer.parseInt(digits);
    }

    /** {@code HOST:PORT}, with brackets around a host that has colons. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
