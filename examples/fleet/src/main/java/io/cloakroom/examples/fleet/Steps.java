package io.cloakroom.examples.fleet;

import java.io.PrintWriter;

/** Prints one line for each step of a shopping trip: whether it held and what was seen. */
final class Steps {

    /** One step; throws if it does not hold. */
    interface Step {
        String see();
    }

    private final PrintWriter out;
    private boolean allHeld = true;

    Steps(PrintWriter out) {
        this.out = out;
    }

    /** Runs a step unless an earlier one failed: what follows on a failed step says nothing. */
    void step(String name, Step step) {
        if (!allHeld) {
            print("skipped", name, "");
            return;
        }
        try {
            print("ok", name, step.see());
        } catch (StepFailedException | UnexpectedPageException | FleetException e) {
            allHeld = false;
            print("FAILED", name, String.valueOf(e.getMessage()));
        }
    }

    boolean allHeld() {
        return allHeld;
    }

    /** Throws unless the condition holds. */
    static void require(boolean condition, String seen) {
        if (!condition) {
            throw new StepFailedException(seen);
        }
    }

    private void print(String verdict, String name, String seen) {
        out.printf("  %-8s %-22s %s%n", verdict, name, seen);
        out.flush();
    }

    /** What was seen is not what must be seen. */
    static final class StepFailedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StepFailedException(String message) {
            super(message);
        }
    }
}
