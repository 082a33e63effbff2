package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the contract on containers that have the filter wrongly: the kit has to notice. */
@Tag("long")
final class ContainerContractTest {

    @Test
    void contract_correctContainer_passes() {
        ContractRun run = ContractRun.of(FaultyContainers.Control.class);

        assertThat(run.failed()).isEmpty();
        assertThat(run.passed()).hasSizeGreaterThan(35);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void contract_faultyContainer_fails(Class<? extends SessionContainerContract> fault, String[] failing) {
        ContractRun run = ContractRun.of(fault);

        for (String number : failing) {
            assertThat(run.failed()).anyMatch(name -> name.startsWith(number));
        }
        assertThat(run.passed()).as("what has nothing to do with the fault").isNotEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(FaultyContainers.NoFilter.class, "a session goes from instance to instance", "39:", "45 and 51:"),
                fault(FaultyContainers.UnwrapsTheResponse.class, "21: flushBuffer", "21: content", "21: full"),
                fault(FaultyContainers.AsksForEachSession.class, "a request that does not touch", "45: requests"),
                fault(FaultyContainers.CreatesEachSession.class, "1:", "45: requests"),
                fault(FaultyContainers.RepeatsTheCookie.class, "60:"),
                fault(FaultyContainers.ForgetsInAnOutage.class, "45 and 51:"),
                fault(FaultyContainers.LiesAboutSaves.class, "46: down on save", "46: down on create"),
                fault(FaultyContainers.IgnoresVersions.class, "40:"),
                fault(FaultyContainers.ServesStaleSessions.class, "41:", "43:"));
    }

    private static Arguments fault(Class<? extends SessionContainerContract> fault, String... failing) {
        return arguments(fault, failing);
    }
}
