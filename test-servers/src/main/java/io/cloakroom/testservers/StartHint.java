package io.cloakroom.testservers;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What to do about the usual causes of a failed start, told by words in the server's output. */
enum StartHint {
    PORT_TAKEN(
            "something else listens on the port; start again, or give another port",
            "address already in use|address in use|could not bind"),
    DISK_FULL(
            "the disk with the temporary folder is full; free some space, or name another folder with"
                    + " -Djava.io.tmpdir",
            "no space left on device|disk quota exceeded|disk is full"),
    NOT_EXECUTABLE(
            "nothing may be executed in the temporary folder (mounted noexec?); name another one with"
                    + " -Djava.io.tmpdir",
            "permission denied"),
    LIBRARY_MISSING(
            "install the shared library that the log names with the system's package manager",
            "error while loading shared libraries"),
    NO_USER_NAMESPACE(
            "PostgreSQL refuses to run as root, and this system allows no user namespace either; run as an ordinary"
                    + " user",
            "unshare: unshare"),
    COMMAND_MISSING("install the command that the log names, it is part of every usual system", ": not found"),
    OUT_OF_MEMORY("free some memory, or start fewer servers", "cannot allocate memory|out of memory");

    private final String advice;
    private final Pattern symptom;

    StartHint(String advice, String symptom) {
        this.advice = advice;
        this.symptom = Pattern.compile(symptom, Pattern.CASE_INSENSITIVE);
    }

    /** Returns the advice for the first cause that the text shows, or an empty string. */
    static String from(String text) {
        return Stream.of(values())
                .filter(hint -> hint.symptom.matcher(text).find())
                .map(hint -> hint.advice)
                .findFirst()
                .orElse("");
    }
}
