package io.cloakroom.examples.fleet;

/**
 * A fleet that is stopped by whoever comes first: the end of the block that runs it, or the end of the JVM (Ctrl-C).
 */
final class Running implements AutoCloseable {

    private final Fleet fleet;
    private final Thread stop;

    private Running(Fleet fleet) {
        this.fleet = fleet;
        this.stop = new Thread(fleet::close, "stop-fleet");
        Runtime.getRuntime().addShutdownHook(stop);
    }

    static Running start(FleetOptions options, Progress progress) {
        return new Running(Fleet.start(options, progress));
    }

    Fleet fleet() {
        return fleet;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(stop);
        } catch (IllegalStateException e) {
            // the JVM is ending: the hook does it
            return;
        }
        fleet.close();
    }
}
