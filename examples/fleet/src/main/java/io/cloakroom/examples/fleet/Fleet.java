package io.cloakroom.examples.fleet;

import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Servers, instances and load balancer, started together and stopped together. */
final class Fleet implements AutoCloseable {

    private final Closing closing;
    private final List<ShopInstance> instances;
    private final LoadBalancer loadBalancer;

    private Fleet(Closing closing, List<ShopInstance> instances, LoadBalancer loadBalancer) {
        this.closing = closing;
        this.instances = instances;
        this.loadBalancer = loadBalancer;
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @throws FleetException if a part does not start; what had been started is stopped then
     */
    static Fleet start(FleetOptions options, Progress progress) {
        Closing closing = new Closing();
        try {
            List<ShopInstance> instances = new ArrayList<>();
            // the port first: whoever else has it is found out before anything has been started
            LoadBalancer loadBalancer = closing.add(LoadBalancer.start(options.port(), options.balancing()));
            Backends backends = closing.add(Backends.start(options, progress));
            Map<String, String> settings = settings(options, backends);
            for (int i = 1; i <= options.instances(); i++) {
                instances.add(closing.add(ShopInstance.start("web-" + i, options.shop(), settings)));
            }
            for (ShopInstance instance : instances) {
                progress.begin(instance.name());
                loadBalancer.register(instance);
                progress.done(instance.name(), instance.address().toString());
            }
            progress.also("load balancer", loadBalancer.address().toString());
            return new Fleet(closing, List.copyOf(instances), loadBalancer);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    URI address() {
        return loadBalancer.address();
    }

    List<ShopInstance> instances() {
        return instances;
    }

    ShopInstance instance(String name) {
        return instances.stream()
                .filter(instance -> instance.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new FleetException("No instance is called " + name + ".", null));
    }

    @Override
    public void close() {
        closing.close();
    }

    private static Map<String, String> settings(FleetOptions options, Backends backends) {
        Map<String, String> settings = new HashMap<>(backends.settings());
        settings.put("MYCLOTHES_SESSIONS", options.sessions().toString());
        settings.put("MYCLOTHES_SECRET", randomKey());
        settings.put("MYCLOTHES_SEALING_KEYS", "1:" + randomKey());
        // plain HTTP on 127.0.0.1
        settings.put("MYCLOTHES_INSECURE_COOKIE", "true");
        return settings;
    }

    private static String randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }
}
