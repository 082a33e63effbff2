package io.cloakroom.examples.fleet;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** Reads the constants of an enum as words of the command line: {@code round-robin} for {@code ROUND_ROBIN}. */
final class OptionWord {

    private OptionWord() {}

    static <E extends Enum<E>> E parse(Class<E> type, String word) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> constant.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of "
                        + Stream.of(type.getEnumConstants()).map(Enum::toString).collect(joining(", "))));
    }

    static String spell(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
