package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM item FOR UPDATE",
                "select * from item\n\tfor\n share",
                "SELECT * FROM item LOCK IN SHARE MODE",
                "(SELECT 1) UNION (SELECT 2 FOR UPDATE)",
                "WITH x AS (SELECT 1) SELECT * FROM x FOR UPDATE SKIP LOCKED",
                "/* hint */ SELECT 1 FOR NO KEY UPDATE",
                "-- hint\nSELECT 1 FOR UPDATE",
                "# hint\nSELECT 1 FOR UPDATE",
                "SELECT 'it''s' FOR UPDATE",
                "SELECT 1 /* why */ FOR /* not */ UPDATE",
                // where this text ends depends on the database: not sure is for the primary
                "SELECT 'a\\' FOR UPDATE",
                "SELECT $$'$$ FOR UPDATE",
                "SELECT 1 /*! FOR UPDATE */"
            })
    void of_lockingRead_isRecognised(String text) {
        assertThat(Sql.of(text).kind()).isEqualTo(Sql.Kind.LOCKING_READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'FOR UPDATE'",
                "SELECT 1 AS \"for update\"",
                "SELECT 1 AS `for update`",
                "SELECT 1 /* FOR UPDATE */",
                "SELECT 1 -- FOR UPDATE",
                "SELECT SUBSTRING(a FROM 1 FOR 3) FROM item",
                "SELECT * FROM updates FOR SYSTEM_TIME ALL",
                "SELECT 'unfinished FOR UPDATE",
                "SELECT 1 /* unfinished FOR UPDATE",
                "SHOW TABLES",
                "SET TRANSACTION READ ONLY",
                "",
                "   "
            })
    void of_plainStatement_isOther(String text) {
        assertThat(Sql.of(text)).isIn(Sql.UNKNOWN, Sql.READ);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO a VALUES(1)",
                " update a set b=1",
                "/* x */ DELETE FROM a",
                "REPLACE INTO a VALUES(1)"
            })
    void of_write_isRecognised(String text) {
        assertThat(Sql.of(text).kind()).isEqualTo(Sql.Kind.WRITE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET @a = 1",
                "use app",
                "BEGIN",
                "START TRANSACTION",
                "CREATE TEMPORARY TABLE a(b INT)",
                "LOCK TABLES a READ"
            })
    void of_sessionState_isRecognised(String text) {
        assertThat(Sql.of(text).setsSessionState()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO a VALUES(1); COMMIT",
                "SELECT 1;COMMIT",
                "SELECT 1 FOR UPDATE; COMMIT",
                "DELETE FROM a /* all; of it */; -- and\n COMMIT",
                // where this text ends depends on the database
                "INSERT INTO a VALUES('\\'); COMMIT; SELECT ('x')",
                "SELECT 5 # 3; COMMIT",
                "INSERT INTO a VALUES(1) /*! ; COMMIT */"
            })
    void of_severalStatements_mayCommit(String text) {
        assertThat(Sql.of(text).mayCommit()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO a VALUES(1);",
                "INSERT INTO a VALUES('x; COMMIT')",
                "SELECT 1; -- that is all",
                "UPDATE a SET b = 1 /* ; COMMIT */",
                "INSERT INTO a VALUES('a\\b')"
            })
    void of_aSingleStatement_commitsNothing(String text) {
        assertThat(Sql.of(text).mayCommit()).isFalse();
    }

    @Test
    void and_takesTheStrongerOfBoth() {
        Sql both = Sql.of("SET @a = 1").and(Sql.of("INSERT INTO a VALUES(1)"));

        assertThat(both).isEqualTo(new Sql(Sql.Kind.WRITE, true, true));
    }
}
