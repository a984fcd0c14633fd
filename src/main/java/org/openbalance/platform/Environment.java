package org.openbalance.platform;

/// `production` or `production-sandbox`; nothing crosses from one to the other.
public enum Environment {
    PRODUCTION("production", "p", "/v2/"),
    SANDBOX("production-sandbox", "s", "/v2/sandbox/");

    private final String wire;
    private final String letter;
    private final String base;

    Environment(String wire, String letter, String base) {
        this.wire = wire;
        this.letter = letter;
        this.base = base;
    }

    /// The name on the wire.
    public String wire() {
        return wire;
    }

    /// The path that its operations stand under.
    public String base() {
        return base;
    }

    /// One letter for keys of the table.
    String letter() {
        return letter;
    }

    static Environment ofLetter(String letter) {
        for (var environment : values()) {
            if (environment.letter.equals(letter)) {
                return environment;
            }
        }
        throw new IllegalArgumentException("No environment: " + letter);
    }

    public static Environment of(String wire) {
        for (var environment : values()) {
            if (environment.wire.equals(wire)) {
                return environment;
            }
        }
        throw new IllegalArgumentException("No environment: " + wire);
    }
}
