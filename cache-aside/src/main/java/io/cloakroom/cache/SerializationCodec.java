package io.cloakroom.cache;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;

/** JDK serialization behind an allow-list. */
final class SerializationCodec<V> implements ValueCodec<V> {

    private final Class<V> type;
    private final AllowedClasses allowed;

    private SerializationCodec(Class<V> type, AllowedClasses allowed) {
        this.type = type;
        this.allowed = allowed;
    }

    static <V> SerializationCodec<V> of(Class<V> type, Class<?>... others) {
        requireNonNull(type, "type");
        return new SerializationCodec<>(type, AllowedClasses.of(type, others));
    }

    @Override
    public int id() {
        return 3;
    }

    @Override
    public byte[] encode(V value) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(type.getName() + " cannot be serialized", e);
        }
        return bytes.toByteArray();
    }

    @Override
    public V decode(byte[] payload) {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(payload))) {
            in.setObjectInputFilter(allowed);
            return requireNonNull(type.cast(in.readObject()), "value");
        } catch (IOException e) {
            throw new UncheckedIOException("Stored bytes are no " + type.getName(), e);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException("Stored bytes need a class that is not here", e);
        }
    }
}
