package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.startup.StartupException;

/** One running instance of the shop. */
final class Shop implements AutoCloseable {

    private final Opened opened;
    private final String address;

    private Shop(Opened opened, String address) {
        this.opened = opened;
        this.address = address;
    }

    /**
     * Opens all that the shop needs, then listens.
     *
     * @throws StartupException if a setting is wrong or something does not answer; nothing stays open then
     */
    static Shop start(Settings settings) throws StartupException {
        Opened opened = new Opened();
        try {
            int port = new Assembly(settings, opened).listen();
            return new Shop(opened, "http://" + settings.address() + ":" + port + "/");
        } catch (StartupException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Where the shop is, with the port that was chosen if any was good. */
    String address() {
        return address;
    }

    /** Finishes the requests under way, for some seconds, then closes everything. Idempotent. */
    @Override
    public void close() {
        opened.close();
    }
}
