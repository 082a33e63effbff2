package io.cloakroom.examples.myclothes;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import picocli.CommandLine.ParameterException;

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
            err.println("myclothes: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + " (see --help)");
            return WRONG_SETTING;
        }
    }

    /** Returns {@code null} if only help was asked for. */
    static @Nullable Settings settings(String[] args, Map<String, String> environment, PrintStream out)
            throws StartupException {
        Settings settings = new Settings();
        CommandLine commandLine = commandLine(settings, environment, new Properties());
        commandLine.setOut(new PrintWriter(out, true, UTF_8));
        if (CommandLine.printHelpIfRequested(commandLine.parseArgs(args))) {
            return null;
        }
        if (settings.config().isEmpty()) {
            return settings;
        }
        // once more: only now it is known which file the others may come from
        Settings withFile = new Settings();
        commandLine(withFile, environment, file(settings.config())).parseArgs(args);
        return withFile;
    }

    private static CommandLine commandLine(Settings settings, Map<String, String> environment, Properties file) {
        return new CommandLine(settings).setDefaultValueProvider(new SettingSources(environment, file));
    }

    private static Properties file(String name) throws StartupException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(name))) {
            properties.load(reader);
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw StartupException.setting("The properties file cannot be read: " + name);
        }
    }
}
