package io.cloakroom.examples.myclothes.health;

import io.cloakroom.examples.myclothes.web.Endpoint;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code GET /health/ready}: whether a load balancer may send shoppers to this instance. */
public final class ReadinessEndpoint implements Endpoint {

    private static final Logger log = System.getLogger(ReadinessEndpoint.class.getName());

    private final Map<String, Probe> probes;

    /**
     * Creates the endpoint.
     *
     * @param probes by the names under which their results are listed
     */
    public ReadinessEndpoint(Map<String, Probe> probes) {
        this.probes = new LinkedHashMap<>(probes);
    }

    @Override
    public void get(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Map<String, Boolean> answers = new LinkedHashMap<>();
        probes.forEach((name, probe) -> answers.put(name, answers(name, probe)));
        boolean ready = !answers.containsValue(false);
        response.setStatus(ready ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().print(json(answers));
    }

    private static boolean answers(String name, Probe probe) {
        try {
            probe.check();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            // the log is for those who run the shop; what the load balancer is told, anybody may see
            log.log(Level.DEBUG, "Not ready: {0} does not answer: {1}", name, e.getMessage());
            return false;
        }
    }

    private static String json(Map<String, Boolean> answers) {
        return answers.entrySet().stream()
                .map(answer -> "{\"name\":\"%s\",\"ready\":%b}".formatted(answer.getKey(), answer.getValue()))
                .collect(Collectors.joining(",", "[", "]\n"));
    }
}
