package io.cloakroom.testservers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Sees whether a process has gone, and waits for it. */
final class Gone {

    private Gone() {}

    static boolean within(Duration timeout, long pid) {
        return Poll.until(timeout, () -> isGone(pid));
    }

    /** A process that has ended but whom nobody has asked about stays in the table: containers often lack who asks. */
    private static boolean isGone(long pid) {
        try {
            Path status = Path.of("/proc/" + pid + "/status");
            return ProcessHandle.of(pid).isEmpty()
                    || (Files.isReadable(status) && Files.readString(status).contains("State:\tZ"));
        } catch (IOException e) {
            return true;
        }
    }
}
