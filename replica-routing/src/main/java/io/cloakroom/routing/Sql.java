package io.cloakroom.routing;

/**
 * What the router needs to know of a statement's text.
 *
 * @param kind what it does to rows
 * @param setsSessionState whether later statements may depend on what it leaves in the session: the connection then
 *     stays on its node until it is closed
 * @param mayCommit whether it may commit by itself in the middle of a transaction, as procedures and definitions do,
 *     and what follows a semicolon
 */
record Sql(Kind kind, boolean setsSessionState, boolean mayCommit) {

    /** What a statement does to rows. */
    enum Kind {
        /** Certainly writes. */
        WRITE,
        /** Reads, and locks what it reads. */
        LOCKING_READ,
        /** Anything else: a plain read, or not known without a parser. */
        OTHER
    }

    static final Sql UNKNOWN = new Sql(Kind.OTHER, false, true);
    static final Sql READ = new Sql(Kind.OTHER, false, false);
    static final Sql WRITE = new Sql(Kind.WRITE, false, false);

    private static final Sql TRUNCATE = new Sql(Kind.WRITE, false, true);
    private static final Sql LOCKING_READ = new Sql(Kind.LOCKING_READ, false, false);
    private static final Sql SESSION_STATE = new Sql(Kind.OTHER, true, true);

    /** Looks at the first word and, in a query, for a locking clause; and whether it is one statement only. */
    static Sql of(String text) {
        SqlLexer lexer = new SqlLexer(text);
        Sql first = first(lexer);
        boolean several = !first.mayCommit && text.indexOf(';') >= 0 && lexer.findsAnotherStatement();
        return several ? new Sql(first.kind, first.setsSessionState, true) : first;
    }

    private static Sql first(SqlLexer lexer) {
        return switch (lexer.nextWord()) {
            case "INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE" -> WRITE;
            case "TRUNCATE" -> TRUNCATE;
            case "SELECT", "WITH", "VALUES", "TABLE" -> lexer.findsLockingClause() ? LOCKING_READ : READ;
            // SET TRANSACTION is about the transaction that follows
            case "SET" -> lexer.nextWord().equals("TRANSACTION") ? UNKNOWN : SESSION_STATE;
            case "USE", "LOCK", "BEGIN", "START", "PREPARE", "DECLARE", "XA", "HANDLER", "LISTEN" -> SESSION_STATE;
            case "CREATE" -> lexer.nextWord().startsWith("TEMP") ? SESSION_STATE : UNKNOWN;
            default -> UNKNOWN;
        };
    }

    /** What is known of several statements sent together. */
    Sql and(Sql other) {
        Kind stronger = kind.compareTo(other.kind) <= 0 ? kind : other.kind;
        return new Sql(stronger, setsSessionState || other.setsSessionState, mayCommit || other.mayCommit);
    }
}
