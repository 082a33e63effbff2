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
                fault(FaultyStores.ThrowsItsClientsException.class, "save"),
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

    @Test
    void contract_correctStoreWithEveryCapability_passes() {
        ContractRun outcome = ContractRun.of(FaultyCapabilities.Control.class);

        assertThat(outcome.failed()).isEmpty();
        assertThat(outcome.passed()).hasSizeGreaterThan(120);
    }

    @ParameterizedTest
    @MethodSource("faultyCapabilities")
    void contract_faultyCapability_fails(Class<? extends SessionStoreContract> fault, String[] failing) {
        ContractRun outcome = ContractRun.of(fault);

        assertThat(outcome.failed()).contains(failing);
        assertThat(outcome.passed()).as("what has nothing to do with the fault").isNotEmpty();
    }

    static Stream<Arguments> faultyCapabilities() {
        return Stream.of(
                fault(
                        FaultyCapabilities.ForgetsTheOwnerOnMoves.class,
                        "find_movedLater_findsTheNewKeyOnly(TestInfo)",
                        "find_logInsAndLogOuts_findsTheSurvivors(TestInfo)"),
                fault(FaultyCapabilities.FindsExpired.class, "find_expired_isEmpty(TestInfo)"),
                fault(FaultyCapabilities.ForgetsProlonged.class, "find_prolonged_outlivesItsFirstEnd(TestInfo)"),
                fault(FaultyCapabilities.FindsWithoutCase.class, "find_anyName_findsExactlyThat(TestInfo)"),
                fault(
                        FaultyCapabilities.FindsOldestFirst.class,
                        "find_many_newestFirst(TestInfo)",
                        "find_sameMoment_greaterKeyFirst(TestInfo)"),
                fault(FaultyCapabilities.FindsOnePageOnly.class, "find_many_newestFirst(TestInfo)"),
                fault(
                        FaultyCapabilities.MissesWhatMoves.class,
                        "find_whileTheIdChanges_neverMissesTheSession(TestInfo)"),
                fault(
                        FaultyCapabilities.KeepsDeletedSavedMeanwhile.class,
                        "find_deletedAgainstSaves_leavesNoEntry(TestInfo)"),
                fault(
                        FaultyCapabilities.ReservesInSteps.class,
                        "reserve_atOnce_exactlyTheLimitSucceeds(TestInfo)",
                        "reserve_logInsAtOnce_exactlyTheLimitSucceeds(TestInfo)"),
                fault(FaultyCapabilities.CountsSessionsOnly.class, "reserve_belowTheLimit_succeeds(TestInfo)"),
                fault(
                        FaultyCapabilities.KeepsTheReservation.class,
                        "reserve_sessionMoved_keepsItsPlace(TestInfo)",
                        "reserve_sessionDeletedOrExpired_succeeds(TestInfo)"),
                fault(
                        FaultyCapabilities.FreesThePlaceOnMoves.class,
                        "reserve_whileTheHolderSaves_neverFindsAFreePlace(TestInfo)"),
                fault(FaultyCapabilities.ReservesForever.class, "reserve_reservationEnded_succeeds(TestInfo)"),
                fault(FaultyCapabilities.TellsTwice.class, "expiry_manyAndTwoInstances_isToldOnce(TestInfo)"),
                fault(FaultyCapabilities.TellsDeleted.class, "expiry_deleted_isNotTold(TestInfo)"),
                fault(FaultyCapabilities.TellsTheOldKey.class, "expiry_idChanged_isToldUnderTheNewOne(TestInfo)"),
                fault(FaultyCapabilities.TellsEarly.class, "expiry_prolonged_isNotToldEarly(TestInfo)"),
                fault(
                        FaultyCapabilities.LosesWhatItsListenerLeaves.class,
                        "expiry_listenerLeavesInTheMiddle_othersAreToldTheRest(TestInfo)"),
                fault(FaultyCapabilities.TellsNoAttributes.class, "expiry_unused_isToldWithTheRecord(TestInfo)"),
                fault(
                        FaultyCapabilities.TellsOnAfterClose.class,
                        "expiry_subscriptionClosed_isToldToOthers(TestInfo)",
                        "expiry_severalListenersOfOneInstance_oneIsTold(TestInfo)"));
    }

    private static Arguments fault(Class<? extends SessionStoreContract> fault, String... failing) {
        return arguments(fault, failing);
    }
}
