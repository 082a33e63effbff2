package io.cloakroom.session.dynamodb;

import static io.cloakroom.session.store.AttributeChange.ANY;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.ChangeOutcome;
import io.cloakroom.session.store.StoreKey;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a key has in the table at a moment, and what that means for a write. */
sealed interface StoredState {

    /**
     * Returns why a write must not happen.
     *
     * @param generation the generation that the request had loaded
     * @param attributes what the request changes
     * @param conflict what to report if an attribute has another version; is asked for then only, because the parts of
     *     large attributes have to be read for it
     * @return the outcome to report, or empty if nothing speaks against the write
     */
    Optional<ChangeOutcome> refusal(
            long generation, Map<String, AttributeChange> attributes, Function<StoredSession, ChangeOutcome> conflict);

    /** A session. */
    record Live(StoredSession session) implements StoredState {

        @Override
        public Optional<ChangeOutcome> refusal(
                long generation,
                Map<String, AttributeChange> attributes,
                Function<StoredSession, ChangeOutcome> conflict) {
            if (session.metadata().generation() != generation) {
                return Optional.of(new ChangeOutcome.Gone());
            }
            return attributes.entrySet().stream().allMatch(change -> isExpected(change.getKey(), change.getValue()))
                    ? Optional.empty()
                    : Optional.of(conflict.apply(session));
        }

        private boolean isExpected(String name, AttributeChange change) {
            return change.expectedVersion() == ANY || change.expectedVersion() == session.versionOf(name);
        }
    }

    /** The forward pointer of a session that has got another id. */
    record Moved(StoreKey to, long newGeneration) implements StoredState {

        @Override
        public Optional<ChangeOutcome> refusal(
                long generation,
                Map<String, AttributeChange> attributes,
                Function<StoredSession, ChangeOutcome> conflict) {
            return Optional.of(
                    generation + 1 == newGeneration
                            ? new ChangeOutcome.Moved(to, newGeneration)
                            : new ChangeOutcome.Gone());
        }
    }

    /** Never stored, expired or deleted. */
    record Nothing() implements StoredState {

        @Override
        public Optional<ChangeOutcome> refusal(
                long generation,
                Map<String, AttributeChange> attributes,
                Function<StoredSession, ChangeOutcome> conflict) {
            return Optional.of(new ChangeOutcome.Gone());
        }
    }
}
