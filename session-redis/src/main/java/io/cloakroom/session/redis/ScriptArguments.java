package io.cloakroom.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloakroom.session.store.AttributeChange;
import io.cloakroom.session.store.AttributeChange.Put;
import io.cloakroom.session.store.SessionAccess;
import io.cloakroom.session.store.SessionChanges;
import io.cloakroom.session.store.SessionOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects the arguments of a script in the order in which the scripts read them. */
final class ScriptArguments {

    private static final byte[] NONE = {};

    private final List<byte[]> arguments = new ArrayList<>();

    ScriptArguments text(String text) {
        return bytes(text.getBytes(UTF_8));
    }

    ScriptArguments number(long number) {
        return text(Long.toString(number));
    }

    ScriptArguments time(Instant time) {
        return number(time.toEpochMilli());
    }

    ScriptArguments duration(Duration duration) {
        return number(duration.toMillis());
    }

    ScriptArguments access(SessionAccess access) {
        return time(access.lastAccessedAt()).time(access.expiresAt());
    }

    ScriptArguments all(List<byte[]> more) {
        arguments.addAll(more);
        return this;
    }

    /** Adds the new interval and owner of the changes; empty arguments stand for "left alone". */
    ScriptArguments metadata(SessionChanges changes) {
        Duration interval = changes.maxInactiveInterval();
        SessionOwner owner = changes.owner();
        bytes(interval == null ? NONE : Long.toString(interval.toMillis()).getBytes(UTF_8));
        return bytes(owner == null ? NONE : owner.toText().getBytes(UTF_8));
    }

    ScriptArguments attributes(SessionChanges changes) {
        changes.attributes().forEach(this::attribute);
        return this;
    }

    /** Adds what the changes expect of the attributes, but not the new values. */
    ScriptArguments expectations(SessionChanges changes) {
        changes.attributes().forEach((name, change) -> {
            bytes(HashLayout.attributeField(name))
                    .number(change.expectedVersion())
                    .bytes(NONE)
                    .bytes(NONE);
        });
        return this;
    }

    private void attribute(String name, AttributeChange change) {
        bytes(HashLayout.attributeField(name)).number(change.expectedVersion());
        if (change instanceof Put put) {
            text("put").bytes(put.value().toByteArray());
        } else {
            text("remove").bytes(NONE);
        }
    }

    ScriptArguments bytes(byte[] argument) {
        arguments.add(argument);
        return this;
    }

    byte[][] toArray() {
        return arguments.toArray(byte[][]::new);
    }
}
