package io.cloakroom.examples.fleet;

import java.net.URI;
import java.util.concurrent.atomic.LongAdder;

/**
 * An instance behind the load balancer. In and out of service after as many equal answers in a row as the load
 * balancer's health checks ask for; a connection that is refused takes it out at once.
 */
final class Target {

    private static final int THRESHOLD = 2;

    private final String name;
    private final URI address;
    private final LongAdder served = new LongAdder();
    private volatile boolean inService = true;
    private int equalAnswers;

    Target(String name, URI address) {
        this.name = name;
        this.address = address;
    }

    String name() {
        return name;
    }

    URI address() {
        return address;
    }

    boolean inService() {
        return inService;
    }

    long served() {
        return served.sum();
    }

    void countRequest() {
        served.increment();
    }

    void takeOut() {
        inService = false;
    }

    /** Called by the one health check thread only. */
    void healthCheckAnswered(boolean healthy) {
        equalAnswers = healthy == inService ? 0 : equalAnswers + 1;
        if (equalAnswers >= THRESHOLD) {
            inService = healthy;
            equalAnswers = 0;
        }
    }
}
