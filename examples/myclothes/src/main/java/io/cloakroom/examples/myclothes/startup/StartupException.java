package io.cloakroom.examples.myclothes.startup;

/** Says in one line why an instance cannot start and what to do about it. */
@SuppressWarnings("serial") // nobody serializes it
public final class StartupException extends Exception {

    private static final int SETTING = 2;
    private static final int DEPENDENCY = 3;

    private final int exitCode;

    private StartupException(int exitCode, String message) {
        super(message.lines().findFirst().orElse(""));
        this.exitCode = exitCode;
    }

    /** A setting is wrong or missing. */
    public static StartupException setting(String message) {
        return new StartupException(SETTING, message);
    }

    /** Something that the shop needs does not answer. */
    public static StartupException dependency(String message) {
        return new StartupException(DEPENDENCY, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
