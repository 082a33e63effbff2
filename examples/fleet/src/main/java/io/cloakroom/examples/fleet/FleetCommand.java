package io.cloakroom.examples.fleet;

import io.cloakroom.testservers.ServerStartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command behind {@code ./myclothes}. */
@Command(
        name = "myclothes",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = {
            "Starts the MyClothes shop on this machine: Redis, a MariaDB primary with replicas, several instances of the"
                    + " shop and a load balancer, all on 127.0.0.1. Ctrl-C stops everything and leaves nothing behind."
        },
        footer = {
            "",
            "Exit codes: 0 all well, 1 a step of --smoke failed, 2 a wrong setting or a part that did not start."
        })
final class FleetCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int WRONG = 2;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--sessions",
            paramLabel = "STORE",
            defaultValue = "redis",
            description = "Where sessions live: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private SessionsIn sessions;

    @Option(
            names = "--lb",
            paramLabel = "HOW",
            defaultValue = "round-robin",
            description =
                    "How the load balancer picks an instance: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Balancing balancing;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "3",
            description = "Instances of the shop, 1 to 9. Default: ${DEFAULT-VALUE}.")
    private int instances;

    @Option(
            names = "--replicas",
            paramLabel = "N",
            defaultValue = "2",
            description = "Replicas of the database, 1 to 15. Default: ${DEFAULT-VALUE}.")
    private int replicas;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port of the load balancer, 0 for any that is free. Default: 8080; with --smoke 0.")
    private @Nullable Integer port;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description =
                    "A Redis that is there already, for instance redis://127.0.0.1:6379. Default: one is started.")
    private @Nullable String redis;

    @Option(
            names = "--smoke",
            description = "Act as a shopper, kill an instance on the way, print what was seen, stop.")
    private boolean smoke;

    @Option(names = "--shop", hidden = true, required = true)
    @SuppressWarnings("NullAway.Init")
    private Path shop;

    @Option(names = "--help", usageHelp = true, description = "Show this and stop.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    /**
     * Runs the command.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new FleetCommand())
                .registerConverter(SessionsIn.class, word -> OptionWord.parse(SessionsIn.class, word))
                .registerConverter(Balancing.class, word -> OptionWord.parse(Balancing.class, word))
                .setParameterExceptionHandler((e, arguments) -> complain(e.getCommandLine(), e.getMessage()))
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    if (e instanceof FleetException || e instanceof ServerStartException) {
                        return complain(commandLine, e.getMessage());
                    }
                    throw e;
                });
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        FleetOptions options = options();
        Progress progress = new Progress(out);
        progress.say("MyClothes: sessions in " + sessions + ", " + instances + " instances, all on 127.0.0.1");
        try (Running running = Running.start(options, progress)) {
            if (smoke) {
                return shop(running.fleet(), out) ? 0 : FAILED;
            }
            progress.say("Open " + running.fleet().address() + "   (Ctrl-C stops everything)");
            new CountDownLatch(1).await();
            return 0;
        }
    }

    private FleetOptions options() {
        int chosenPort = port != null ? port : smoke ? 0 : 8080;
        try {
            return new FleetOptions(shop, sessions, balancing, instances, replicas, chosenPort, redis);
        } catch (FleetException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private boolean shop(Fleet fleet, PrintWriter out) {
        Steps steps = new Steps(out);
        ShoppingTrip trip = new ShoppingTrip(fleet, steps);
        if (sessions.survivesInstances()) {
            trip.expectCartToSurvive();
            out.println(steps.allHeld() ? "The cart survived." : "A step FAILED, see above.");
        } else {
            trip.expectCartToBeLost();
            out.println(
                    steps.allHeld()
                            ? "The cart is lost, and this is the point: each instance has its own memory. Compare: --sessions redis."
                            : "A step FAILED, see above.");
        }
        out.flush();
        return steps.allHeld();
    }

    private static int complain(CommandLine commandLine, @Nullable String message) {
        commandLine.getErr().println("\nmyclothes: " + message);
        return WRONG;
    }
}
