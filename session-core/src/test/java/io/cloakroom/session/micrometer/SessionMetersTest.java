package io.cloakroom.session.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakroom.session.SessionOperation;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SessionMetersTest {

    private static final Duration TOOK = Duration.ofMillis(3);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionMeters meters = SessionMeters.in(registry, "app", "shop");

    @Test
    void meters_ofAFreshFilter_areThereAtZero() {
        assertThat(registry.getMeters()).hasSize(25);
        assertThat(registry.getMeters())
                .allMatch(meter -> "shop".equals(meter.getId().getTag("app")));
        assertThat(registry.get("cloakroom.session.conflicts").counter().count())
                .isZero();
    }

    @Test
    void ended_byOthersThanTheUser_isCountedByCause() {
        meters.endedByAdministration();
        meters.endedByAdministration();
        meters.endedByLimit();
        meters.expired();
        meters.logInRejected();

        assertThat(ended("administration")).isEqualTo(2);
        assertThat(ended("limit")).isEqualTo(1);
        assertThat(ended("expiry")).isEqualTo(1);
        assertThat(registry.get("cloakroom.session.log.ins.rejected").counter().count())
                .isEqualTo(1);
    }

    private double ended(String cause) {
        return registry.get("cloakroom.session.ended")
                .tag("cause", cause)
                .counter()
                .count();
    }

    @Test
    void loaded_foundOrNot_countsTimeAndBytes() {
        meters.loaded(true, 700, TOOK);
        meters.loaded(true, 300, TOOK);
        meters.loaded(false, 0, TOOK);

        var found =
                registry.get("cloakroom.session.load").tag("result", "found").timer();
        assertThat(found.count()).isEqualTo(2);
        assertThat(found.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(6);
        assertThat(registry.get("cloakroom.session.load")
                        .tag("result", "not_found")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("cloakroom.session.size")
                        .tag("direction", "read")
                        .summary()
                        .totalAmount())
                .isEqualTo(1000);
    }

    @Test
    void written_eachOperation_countsUnderItsName() {
        meters.written(SessionOperation.CREATE, 10, TOOK);
        meters.written(SessionOperation.SAVE, 20, TOOK);
        meters.written(SessionOperation.CHANGE_ID, 30, TOOK);
        meters.written(SessionOperation.END, 0, TOOK);

        assertThat(List.of("create", "save", "change_id", "end"))
                .allMatch(operation -> registry.get("cloakroom.session.write")
                                .tag("operation", operation)
                                .timer()
                                .count()
                        == 1);
        var sizes = registry.get("cloakroom.session.size")
                .tag("direction", "written")
                .summary();
        assertThat(sizes.count()).isEqualTo(3);
        assertThat(sizes.totalAmount()).isEqualTo(60);
    }

    @Test
    void troubles_ofEveryKind_areCounted() {
        meters.conflicted();
        meters.merged();
        meters.endedMeanwhile();
        meters.setAside("cart of user 7");
        meters.refusedTicket();
        meters.lostWrites(1);
        meters.unavailable(SessionOperation.LOAD, TOOK);

        assertThat(List.of("conflicts", "merges", "ended.meanwhile", "set.aside", "tickets.refused", "writes.lost"))
                .allMatch(name ->
                        registry.get("cloakroom.session." + name).counter().count() == 1);
        assertThat(registry.get("cloakroom.session.unavailable")
                        .tag("operation", "load")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.getMeters().stream().map(Meter::getId).flatMap(id -> id.getTags().stream()))
                .extracting(Tag::getValue)
                .noneMatch(value -> value.contains("cart"));
    }

    @Test
    void in_withATagWithoutAValue_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> SessionMeters.in(registry, "app"));
    }
}
