package io.cloakroom.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Passes events on to several others, and lets no exception of theirs through. */
final class GuardedEvents implements SessionEvents {

    private static final Logger log = System.getLogger(GuardedEvents.class.getName());

    private final List<SessionEvents> targets;
    private final Set<String> failed = ConcurrentHashMap.newKeySet();

    GuardedEvents(Collection<SessionEvents> targets) {
        this.targets = List.copyOf(targets);
    }

    @Override
    public void loaded(boolean found, long bytes, Duration took) {
        tell(events -> events.loaded(found, bytes, took));
    }

    @Override
    public void written(SessionOperation operation, long bytes, Duration took) {
        tell(events -> events.written(operation, bytes, took));
    }

    @Override
    public void conflicted() {
        tell(SessionEvents::conflicted);
    }

    @Override
    public void merged() {
        tell(SessionEvents::merged);
    }

    @Override
    public void endedMeanwhile() {
        tell(SessionEvents::endedMeanwhile);
    }

    @Override
    public void setAside(String name) {
        tell(events -> events.setAside(name));
    }

    @Override
    public void refusedTicket() {
        tell(SessionEvents::refusedTicket);
    }

    @Override
    public void lostWrites(long versions) {
        tell(events -> events.lostWrites(versions));
    }

    @Override
    public void unavailable(SessionOperation operation, Duration took) {
        tell(events -> events.unavailable(operation, took));
    }

    @Override
    public void endedByAdministration() {
        tell(SessionEvents::endedByAdministration);
    }

    @Override
    public void endedByLimit() {
        tell(SessionEvents::endedByLimit);
    }

    @Override
    public void logInRejected() {
        tell(SessionEvents::logInRejected);
    }

    @Override
    public void expired() {
        tell(SessionEvents::expired);
    }

    /** A request is not to fail because a counter does; each kind of them is a warning once. */
    private void tell(Consumer<SessionEvents> event) {
        for (SessionEvents target : targets) {
            try {
                event.accept(target);
            } catch (Exception e) {
                String name = target.getClass().getName();
                log.log(failed.add(name) ? Level.WARNING : Level.DEBUG, () -> "Session events: " + name + " failed", e);
            }
        }
    }
}
