package io.cloakroom.session.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the contract on stores with one fault each: the kit has to notice. */
class SessionStoreContractTest {

    @Test
    void contract_correctStore_passes() {
        ContractRun outcome = ContractRun.of(FaultyStores.Control.class);

        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.passed()).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void contract_faultyStore_fails(Class<? extends SessionStoreContract> fault, String[] failing) {
        ContractRun outcome = ContractRun.of(fault);

        assertThat(outcome.failed()).contains(failing);
        assertThat(outcome.passed()).as("what has nothing to do with the fault").isNotEmpty();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault(FaultyStores.LeavesNoTrace.class, "create_deleted_isRefused()", "touch_deleted_staysDeleted()"),
                fault(
                        FaultyStores.Resurrects.class,
                        "save_deleted_isGoneAndStaysDeleted()",
                        "save_expired_isGoneAndStaysOver()",
                        "delete_againstSaves_staysDeleted()"),
                fault(FaultyStores.LosesThePrincipal.class, "changeId_withChanges_appliesThem()"),
                fault(FaultyStores.LosesEmptyValues.class, "anyValue_isKept()", "create_anyName_isKept()"),
                fault(
                        FaultyStores.IgnoresVersions.class,
                        "save_putExpectingAnotherVersion_conflicts()",
                        "save_oneOfManyConflicts_writesNothing()"),
                fault(FaultyStores.SavesHalf.class, "save_oneOfManyConflicts_writesNothing()"),
                fault(
                        FaultyStores.ReturnsExpired.class,
                        "load_expired_isNotFound()",
                        "save_expired_isGoneAndStaysOver()",
                        "changeId_expired_isGoneAndStaysOver()"),
                fault(FaultyStores.NotFoundWhenDown.class, "load"),
                fault(
                        FaultyStores.ChangesTheIdInSteps.class,
                        "save_oldKeyAndGeneration_isMoved()",
                        "changeId_againstSaves_losesNone()",
                        "changeId_readMeanwhile_isNeverNowhere()"),
                fault(
                        FaultyStores.SavesWithoutALock.class,
                        "save_differentAttributes_keepsAll()",
                        "save_compareAndSet_losesNoIncrement()"),
                fault(FaultyStores.MovesTheAccessBack.class, "touch_earlierTimes_movesNothingBack()"),
                fault(FaultyStores.KeepsSecondsOnly.class, "create_everyField_comesBackEqual()"),
                fault(
                        FaultyStores.ServesMovedSessions.class,
                        "changeId_live_movesTheSession()",
                        "create_oldKey_isRefused()"));
    }

    private static Arguments fault(Class<? extends SessionStoreContract> fault, String... failing) {
        return arguments(fault, failing);
    }
}
