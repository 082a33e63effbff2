package io.cloakroom.routing;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the words of a statement that are neither in a comment nor in quotes. Where databases differ on where a quoted
 * text ends (a backslash, dollar quotes), it does not guess: {@link #findsLockingClause} then errs on the side of the
 * primary.
 */
final class SqlLexer {

    private static final Set<String> LOCK_STRENGTHS = Set.of("UPDATE", "SHARE", "NO", "KEY");

    private static final Pattern LOCKING_TEXT =
            Pattern.compile("\\bFOR\\s+(UPDATE|SHARE|NO|KEY)\\b|\\bLOCK\\s+IN\\b", Pattern.CASE_INSENSITIVE);

    private final String text;
    private int at;
    private boolean unsure;
    private boolean ended;
    private boolean goesOn;

    SqlLexer(String text) {
        this.text = text;
    }

    /** Returns the next word in upper case, or an empty string at the end. */
    String nextWord() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isWordPart(c)) {
                goesOn |= ended;
                return word();
            }
            ended |= c == ';';
            skip(c);
        }
        return "";
    }

    /** Says whether the rest has {@code FOR UPDATE}, {@code FOR SHARE}, {@code LOCK IN SHARE MODE} or the like. */
    boolean findsLockingClause() {
        for (String word = nextWord(); !word.isEmpty(); ) {
            String next = nextWord();
            boolean locks =
                    (word.equals("FOR") && LOCK_STRENGTHS.contains(next)) || (word.equals("LOCK") && next.equals("IN"));
            if (locks) {
                return true;
            }
            word = next;
        }
        return unsure && LOCKING_TEXT.matcher(text).find();
    }

    /** Says whether another statement follows, as far as the rest can be told from quotes and comments. */
    boolean findsAnotherStatement() {
        boolean more = true;
        while (more && !goesOn) {
            more = !nextWord().isEmpty();
        }
        return goesOn || (unsure && text.indexOf(';') >= 0);
    }

    private String word() {
        int start = at;
        while (at < text.length() && isWordPart(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at).toUpperCase(Locale.ROOT);
    }

    private void skip(char c) {
        if (c == '\'' || c == '"' || c == '`') {
            skipQuoted(c);
        } else if (c == '#' || text.startsWith("-- ", at) || text.startsWith("--\n", at)) {
            // an operator in PostgreSQL
            unsure |= c == '#';
            skipTo("\n");
        } else if (text.startsWith("/*!", at) || text.startsWith("/*M!", at)) {
            // MariaDB and MySQL execute what is in such a comment
            unsure = true;
            at += 3;
        } else if (text.startsWith("/*", at)) {
            skipTo("*/");
        } else {
            unsure |= c == '$' || c == '\\';
            at++;
        }
    }

    private void skipQuoted(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) {
            if (text.charAt(at) == '\\') {
                unsure = true;
                at++;
            }
            at++;
        }
        at++;
    }

    private void skipTo(String end) {
        int found = text.indexOf(end, at + 1);
        at = found < 0 ? text.length() : found + end.length();
    }

    private static boolean isWordPart(char c) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c > 127;
    }
}
