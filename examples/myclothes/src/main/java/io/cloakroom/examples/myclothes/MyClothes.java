package io.cloakroom.examples.myclothes;

import io.cloakroom.examples.myclothes.startup.StartupException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Starts one instance of the shop and runs it until the process is asked to end. */
public final class MyClothes {

    private static final int WRONG_SETTING = 2;

    private MyClothes() {}

    /**
     * Runs the shop. Ends the process with 2 if a setting is wrong, with 3 if something that it needs does not answer.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        int exitCode = run(args, System.getenv(), System.out, System.err);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /** Returns 0 once the shop is running or the help is printed; threads of the shop keep the process alive. */
    static int run(String[] args, Map<String, String> environment, PrintStream out, PrintStream err) {
        try {
            Settings settings = settings(args, environment, out);
            if (settings != null) {
                Shop shop = Shop.start(settings);
                Runtime.getRuntime().addShutdownHook(new Thread(shop::close, "shutdown"));
                out.println("MyClothes " + settings.instance() + " ready on " + shop.address());
            }
            return 0;
        } catch (StartupException e) {
            err.println("myclothes: " + e.getMessage());
            return e.exitCode();
        } catch (ParameterException e) {
            err.println("myclothes: " + e.getMessage().lines().findFirst().orElse("") + " (see --help)");
            return WRONG_SETTING;
        }
    }

    /** Returns {@code null} if only help was asked for. */
    static @Nullable Settings settings(String[] args, Map<String, String> environment, PrintStream out)
            throws StartupException {
        Settings settings = new Settings();
        CommandLine commandLine = new CommandLine(settings);
        commandLine.setDefaultValueProvider(new SettingSources(environment, file(args, environment)));
        commandLine.setOut(new PrintWriter(out, true));
        ParseResult result = commandLine.parseArgs(args);
        if (CommandLine.printHelpIfRequested(result)) {
            return null;
        }
        return settings;
    }

    private static Properties file(String[] args, Map<String, String> environment) throws StartupException {
        FileOption option = new FileOption();
        new CommandLine(option).setUnmatchedArgumentsAllowed(true).parseArgs(args);
        String file = option.config == null ? environment.get(SettingSources.variable("config")) : option.config;
        Properties properties = new Properties();
        if (file == null || file.isEmpty()) {
            return properties;
        }
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw StartupException.setting("The properties file cannot be read: " + file);
        }
    }

    /** The one option that must be known before the others: it says where they may come from. */
    @Command
    private static final class FileOption {

        @Option(names = "--config")
        private @Nullable String config;
    }
}
