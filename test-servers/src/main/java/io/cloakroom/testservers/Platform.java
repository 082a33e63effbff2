package io.cloakroom.testservers;

import java.util.Locale;

/** The operating system and processor of this machine, in the words of those who name binaries. */
record Platform(String system, String processor) {

    static Platform ofThisMachine() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return new Platform(
                system.contains("mac") ? "darwin" : system,
                switch (System.getProperty("os.arch")) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> System.getProperty("os.arch");
                });
    }

    /** Refuses a server for which there is a binary for 64-bit Linux on x86 only. */
    void requireLinuxAmd64(String server) {
        if (!system.equals("linux") || !processor.equals("amd64")) {
            throw unavailable(server);
        }
    }

    ServerStartException unavailable(String server) {
        return new ServerStartException(
                server,
                "there is no binary for " + system + "/" + processor + ": leave out the tests that need " + server
                        + " here, or run them on linux/amd64",
                "",
                null);
    }
}
