package io.cloakroom.examples.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a run of the command printed and how it ended.
 *
 * @param exitCode the exit code
 * @param out standard output, and errors with it
 */
record CommandLineRun(int exitCode, String out) {

    /** Where the build has just put the shop. */
    static Path shop() {
        Path shop = Path.of("..", "myclothes", "target").toAbsolutePath().normalize();
        assertThat(Files.isDirectory(shop.resolve("lib")))
                .as("%s: build examples/myclothes first", shop)
                .isTrue();
        return shop;
    }

    static CommandLineRun of(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--shop", shop().toString()));
        arguments.addAll(List.of(options));
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        CommandLine commandLine = FleetCommand.commandLine().setOut(out).setErr(out);
        int exitCode = commandLine.execute(arguments.toArray(String[]::new));
        out.flush();
        System.out.println(text);
        return new CommandLineRun(exitCode, text.toString());
    }

    /** The one line that says what was wrong. */
    String complaint() {
        List<String> complaints =
                out.lines().filter(line -> line.startsWith("myclothes: ")).toList();
        assertThat(complaints).hasSize(1);
        return complaints.get(0);
    }
}
