package io.cloakroom.examples.myclothes;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Where an option comes from that is not on the command line: the environment, else the properties file. */
final class SettingSources implements IDefaultValueProvider {

    private final Map<String, String> environment;
    private final Properties file;

    SettingSources(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
            return null;
        }
        String name = option.longestName().substring(2);
        String value = environment.get(variable(name));
        return value == null ? file.getProperty(name) : value;
    }

    /** Names the environment variable of an option: {@code db-primary} is {@code MYCLOTHES_DB_PRIMARY}. */
    static String variable(String option) {
        return "MYCLOTHES_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
