package io.cloakroom.examples.myclothes;

import static java.util.Objects.requireNonNull;

import io.cloakroom.examples.myclothes.startup.StartupException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.util.Map;

/** A shop in this JVM. */
record Instance(Shop shop) implements AutoCloseable {

    /** The two instances that most tests share. */
    static final Instance A = start("a");

    static final Instance B = start("b");

    static Instance start(String name) {
        return start(Servers.environment(name));
    }

    static Instance start(Map<String, String> environment) {
        try {
            return new Instance(Shop.start(settings(environment)));
        } catch (StartupException e) {
            throw new IllegalStateException(e);
        }
    }

    URI uri() {
        return URI.create(shop.address());
    }

    @Override
    public void close() {
        shop.close();
    }

    private static Settings settings(Map<String, String> environment) throws StartupException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return requireNonNull(MyClothes.settings(new String[0], environment, nowhere));
    }
}
