package io.cloakroom.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsistencyTokenTest {

    private static final Instant MOMENT = Instant.ofEpochMilli(1_763_814_000_123L);

    @Test
    void text_parsed_isTheSameToken() {
        ConsistencyToken token = new ConsistencyToken("mariadb", MOMENT, "0-1-42,1-7-9");

        assertThat(token.text()).isEqualTo("v1:mariadb:1763814000123:0-1-42,1-7-9");
        assertThat(ConsistencyToken.parse(token.text())).isEqualTo(token);
        assertThat(ConsistencyToken.parse(ConsistencyToken.at(MOMENT).text()).isTime())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1",
                "v2:mariadb:1:0-1-1",
                "v1:MariaDB:1:0-1-1",
                "v1:mariadb:x:0-1-1",
                "v1:mariadb:-1:0-1-1",
                "v1:mariadb:1:0-1-1 ",
                "v1:mariadb:1:0-1-1\n",
                "v1:mariadb:9999999999999999:0-1-1",
                "v1::1:0-1-1"
            })
    void parse_garbage_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.parse(text));
    }

    @Test
    void token_ofMoreThan100Characters_isRefused() {
        String longest = "1".repeat(100 - "v1:mariadb:1763814000123:".length());

        assertThat(new ConsistencyToken("mariadb", MOMENT, longest).text()).hasSize(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ConsistencyToken("mariadb", MOMENT, longest + "1"))
                .withMessageContaining("100");
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyToken.parse("v1:mariadb:1:" + "1".repeat(90)));
    }

    @Test
    void lsn_isComparedWithoutASign() {
        LsnPosition high = LsnPosition.parse("FFFFFFFF/10");

        assertThat(high.covers(LsnPosition.parse("0/FFFFFFFF"))).isTrue();
        assertThat(LsnPosition.parse("0/FFFFFFFF").covers(high)).isFalse();
        assertThat(LsnPosition.parse(high.text())).isEqualTo(high);
        assertThat(high.covers(GtidPosition.parse("0-1-1"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> LsnPosition.parse("0/1/2"));
        assertThatIllegalArgumentException().isThrownBy(() -> LsnPosition.parse("123456789/0"));
    }

    @Test
    void writeTrail_withAWriteOfUnknownPlaceAfterTheCommit_hasNoPosition() {
        Topology topology = new Topology();
        CapturedWrite commit = new CapturedWrite(topology, LsnPosition.parse("0/10"), 100);

        WriteTrail before = WriteTrail.NOTHING.unplaced(90).captured(commit, 110);
        assertThat(before.all()).isEqualTo(commit);
        assertThat(before.unplaced(105).all()).isNull();
        assertThat(before.last()).isEqualTo(110);
    }

    @Test
    void writeTrail_withPositionsThatCannotBeCompared_hasNoPosition() {
        Topology topology = new Topology();
        WriteTrail both = WriteTrail.NOTHING
                .captured(new CapturedWrite(topology, LsnPosition.parse("0/10"), 100), 110)
                .captured(new CapturedWrite(topology, GtidPosition.parse("0-1-1"), 120), 130);

        assertThat(both.all()).isNull();
        assertThat(both.last()).isEqualTo(130);
    }

    @Test
    void writeTrail_ofTwoCommits_keepsTheLaterPosition() {
        Topology topology = new Topology();
        CapturedWrite later = new CapturedWrite(topology, LsnPosition.parse("0/20"), 100);
        CapturedWrite earlier = new CapturedWrite(topology, LsnPosition.parse("0/10"), 90);

        assertThat(WriteTrail.NOTHING
                        .captured(later, 110)
                        .captured(earlier, 120)
                        .all())
                .isEqualTo(later);
    }
}
